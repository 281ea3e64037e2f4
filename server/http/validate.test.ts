import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/server/core/errors.ts';
import { validate } from './validate.ts';

const schema = z.strictObject({
  name: z.string(),
  requested_data_types: z.array(z.string()).default([]),
  owner: z.strictObject({ first_name: z.string() }).optional(),
});

function refusal(value: unknown, by: z.ZodType = schema): AppError {
  try {
    validate(by, value);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('validate', () => {
  it('answers what the schema makes of the value', () => {
    expect(validate(schema, { name: 'a' })).toEqual({ name: 'a', requested_data_types: [] });
  });

  it('names every wrong field in the words of the wire', () => {
    const { code, detail, errors } = refusal({ requested_data_types: ['a', 1], owner: { first_name: 2 } });
    expect(code).toBe('VALIDATION_FAILED');
    expect(detail).toBe('Not valid: name, requested_data_types[1], owner.first_name.');
    expect(errors?.map(({ path }) => path)).toEqual(['name', 'requested_data_types[1]', 'owner.first_name']);
  });

  it.each([
    ['nmae', 'name'],
    ['Name', 'name'],
    ['names', 'name'],
    ['requested_datatypes', 'requested_data_types'],
    ['requested_data_typs', 'requested_data_types'],
  ])('asks at %s whether %s was meant', (given, meant) => {
    expect(refusal({ name: 'a', [given]: 1 }).errors).toEqual([
      { path: given, message: `is not a known field; did you mean ${meant}?` },
    ]);
  });

  it.each(['colour', 'xyz', 'a'.repeat(150), ''])('guesses nothing at %j', (given) => {
    expect(refusal({ name: 'a', [given]: 1 }).errors?.[0]?.message).toBe('is not a known field');
  });

  it('knows the fields of partial and refined schemas too', () => {
    const partial = z
      .strictObject({ name: z.string() })
      .partial()
      .refine((value) => Object.keys(value).length > 0, 'must change something');
    expect(refusal({ nmae: 'a' }, partial).errors?.[0]?.message).toContain('did you mean name?');
    expect(refusal({}, partial).errors).toEqual([{ path: '', message: 'must change something' }]);
  });

  it('says where an unknown field sits', () => {
    expect(refusal({ name: 'a', owner: { first_name: 'b', nmae: 1 } }).errors).toEqual([
      { path: 'owner.nmae', message: 'is not a known field' },
    ]);
  });

  it('answers in bounds, whatever comes', () => {
    const many = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`field_${i}_${'x'.repeat(300)}`, 1]),
    );
    const { errors, detail } = refusal(many);
    expect(errors?.length).toBeLessThanOrEqual(50);
    expect(detail.length).toBeLessThanOrEqual(500);
    for (const { path } of errors ?? []) expect(path.length).toBeLessThanOrEqual(200);
  });
});
