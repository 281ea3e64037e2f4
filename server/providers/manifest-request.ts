import { z } from 'zod';
import {
  formFieldsSchema,
  headersSchema,
  pathSchema,
  placeholderNameSchema,
  queryParamsSchema,
  templateSchema,
  urlOrPathTemplateSchema,
} from './manifest-template.ts';

/** A request as data, how a provider says "error" with HTTP 200, and what to keep of an answer. */

/** JSON whose strings are templates. */
const jsonTemplateSchema: z.ZodType<JsonTemplate> = z.lazy(() =>
  z.union([
    templateSchema,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonTemplateSchema),
    z.record(z.string(), jsonTemplateSchema),
  ]),
);
type JsonTemplate = string | number | boolean | null | JsonTemplate[] | { [key: string]: JsonTemplate };

const bodySchema = z.discriminatedUnion('encoding', [
  z.strictObject({ encoding: z.literal('form'), fields: formFieldsSchema }),
  z.strictObject({ encoding: z.literal('json'), value: z.record(z.string(), jsonTemplateSchema) }),
  z.strictObject({
    encoding: z.literal('graphql'),
    /** Taken as it is: its braces are no placeholders. */
    query: z.string().min(1),
    variables: z.record(z.string(), jsonTemplateSchema).default({}),
  }),
]);

/** A credential that a real provider takes only in the URL. The length of the name is a warning. */
export const insecureQueryParametersSchema = z.strictObject({
  params: formFieldsSchema,
  /** Why there is no other way, with the page that says so. */
  reason: z.string().min(20),
});

/**
 * A request. A header, parameter, form field or JSON value whose template holds a value that the engine does not have
 * at the time (`{since}` in a full read, `{cursor}` of the first page) is not sent.
 */
export const requestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  url: urlOrPathTemplateSchema,
  params: queryParamsSchema.default({}),
  headers: headersSchema.default({}),
  body: bodySchema.optional(),
  /** `api`: as `api.authentication` says. `client_basic`: HTTP basic with client id and secret. */
  authentication: z.enum(['api', 'client_basic', 'none']).default('api'),
  insecureQueryParameters: insecureQueryParametersSchema.optional(),
});

/** What an error means to the engine (SECURITY R-09). */
const errorMeaningSchema = z.enum([
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'insufficient_scope',
  'unauthorized',
  'rate_limited',
  'transient',
]);

/** HTTP 200 and yet an error: judged by a field of the body. */
export const bodyStatusSchema = z.strictObject({
  path: pathSchema,
  /** Values that mean success; without them, the field being there at all means an error. */
  success: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** The field's value, or the one at `codePath`, to its meaning; unknown values are `transient`. */
  codePath: pathSchema.optional(),
  meanings: z.record(z.string(), errorMeaningSchema).default({}),
});

/** A field of an answer that is stored with the connection and can stand in templates as `{keepAs}`. */
export const keepSchema = z.strictObject({
  path: pathSchema,
  keepAs: placeholderNameSchema,
  required: z.boolean().default(true),
  secret: z.boolean().default(false),
  /** Also read again from the answer of a refresh: the value can change there. */
  changesOnRefresh: z.boolean().default(false),
});

/** Values made just before a request. */
export const computedValueSchema = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('hmac_sha256'),
    name: placeholderNameSchema,
    key: templateSchema,
    message: templateSchema,
    encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
  }),
  z.strictObject({
    from: z.literal('unix_time'),
    name: placeholderNameSchema,
  }),
  z.strictObject({
    from: z.literal('request'),
    name: placeholderNameSchema,
    request: requestSchema,
    path: pathSchema,
  }),
]);
