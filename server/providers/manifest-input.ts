import { z } from 'zod';
import {
  anchoredPatternSchema,
  localizedListSchema,
  localizedTextSchema,
  placeholderNameSchema,
  webPageSchema,
} from './manifest-template.ts';

/** What people type: the end user before the redirect, the operator once, and the choices of the dashboard. */

const optionSchema = z.strictObject({ value: z.string().min(1), label: localizedTextSchema });

/** A value asked from the end user on our page (UX C-03, C-04). It can stand in templates as `{name}`. */
const inputSchema = z.strictObject({
  name: placeholderNameSchema,
  label: localizedTextSchema,
  /** Over the value after `transform`. */
  pattern: anchoredPatternSchema,
  example: z.string().nullable().default(null),
  /** Shown as text behind the field, `.myshopify.com` say; `strip_suffix` forgives people who type it. */
  suffix: z.string().nullable().default(null),
  secret: z.boolean().default(false),
  required: z.boolean().default(true),
  /** Taken when the field is left empty. */
  default: z.string().nullable().default(null),
  inputMode: z.enum(['text', 'url', 'numeric', 'email']).default('text'),
  /** A closed list of values, drawn as a choice. */
  options: z.array(optionSchema).min(2).optional(),
  /** Done in this order before `pattern` is tried. */
  transform: z
    .array(
      z.enum(['trim', 'lowercase', 'uppercase', 'strip_scheme', 'strip_suffix', 'strip_path', 'strip_slash']),
    )
    .default(['trim']),
});

/** What every way to authorize shares. */
export const authCommonShape = {
  inputs: z.array(inputSchema).default([]),
  /** How to find the key, step by step; for key providers. */
  steps: localizedListSchema.default({ en: [], fr: [] }),
  helpUrl: webPageSchema.nullable().default(null),
};

/** One entry of the contract's `credentials_config`: set once by the operator, `{name}` in templates. */
export const operatorConfigSchema = z.strictObject({
  name: placeholderNameSchema,
  label: localizedTextSchema,
  secret: z.boolean(),
  pattern: anchoredPatternSchema.optional(),
});

const settingShape = {
  name: placeholderNameSchema,
  label: localizedTextSchema,
  description: localizedTextSchema,
};

/** One entry of the contract's `settings`: changed by the operator at any time, `{name}` in templates. */
export const settingSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...settingShape, type: z.literal('boolean'), default: z.boolean() }),
  z.strictObject({
    ...settingShape,
    type: z.literal('number'),
    default: z.number(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.strictObject({
    ...settingShape,
    type: z.literal('string'),
    default: z.string(),
    pattern: anchoredPatternSchema.optional(),
  }),
  z.strictObject({
    ...settingShape,
    type: z.literal('choice'),
    default: z.string(),
    options: z.array(optionSchema).min(2),
  }),
]);
