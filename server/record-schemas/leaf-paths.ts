import { z } from 'zod';

/**
 * Where the values of an object stand, in the schema's order: `['total_amount', 'value']`. An object inside of it has
 * the same fields in every record; a list has a length of its own and counts as one value.
 */
export function leafPaths(schema: z.ZodObject): string[][] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = withoutDefault(field);
    if (!(inner instanceof z.ZodObject)) return [[name]];
    return leafPaths(inner).map((path) => [name, ...path]);
  });
}

/** `optional` of fields.ts makes a field nullable and gives it a default, which says nothing about its form. */
function withoutDefault(field: z.core.$ZodType): z.core.$ZodType {
  const isWrapped = field instanceof z.ZodDefault || field instanceof z.ZodNullable;
  return isWrapped ? withoutDefault(field.unwrap()) : field;
}
