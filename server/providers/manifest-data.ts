import { z } from 'zod';
import { bodyStatusSchema, insecureQueryParametersSchema, requestSchema } from './manifest-request.ts';
import {
  headersSchema,
  pathSchema,
  placeholderNameSchema,
  secondsSchema,
  templateSchema,
  urlTemplateSchema,
} from './manifest-template.ts';

/** The provider's API as data: how calls are authenticated, its limits, and how each data type is read. */

/** How API calls carry the credential. */
const apiAuthenticationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('bearer'),
    token: templateSchema.default('{access_token}'),
    scheme: z.string().default('Bearer'),
  }),
  z.strictObject({ kind: z.literal('headers'), headers: headersSchema }),
  z.strictObject({
    kind: z.literal('basic'),
    username: templateSchema,
    password: templateSchema,
    /** Hosts that drop the Authorization header take the credential in the URL; tried only after a 401. */
    insecureQueryFallback: insecureQueryParametersSchema.optional(),
  }),
]);

const rateLimitSchema = z
  .strictObject({
    /** The entry of `baseUrls` whose calls it is about, for a second service of the provider; else those of `baseUrl`. */
    baseUrl: placeholderNameSchema.optional(),
    scope: z.enum(['ip', 'application', 'account', 'connection', 'host']),
    unit: z.enum(['requests', 'points']).default('requests'),
    limit: z.int().positive().optional(),
    perSeconds: z.number().positive().optional(),
    concurrency: z.int().positive().optional(),
    /** Only for these data types; all when empty. */
    dataTypes: z.array(z.string()).default([]),
    /** Answers with this status count; all when absent. */
    onlyStatus: z.int().optional(),
    /** Points left, as the answer tells. */
    remainingPath: pathSchema.optional(),
    /** Points that must be left for a call like this one, as the answer tells. */
    requestedPath: pathSchema.optional(),
    /** Points that come back each second, as the answer tells; `limit` per `perSeconds` where it does not. */
    restoreRatePath: pathSchema.optional(),
  })
  .refine(
    (limit) => (limit.limit === undefined) === (limit.perSeconds === undefined),
    'limit and perSeconds come together',
  )
  .refine(
    (limit) => limit.limit !== undefined || limit.concurrency !== undefined,
    'a limit must limit something',
  )
  .refine(
    ({ remainingPath, requestedPath, restoreRatePath }) =>
      remainingPath !== undefined || (requestedPath === undefined && restoreRatePath === undefined),
    'requestedPath and restoreRatePath need remainingPath',
  );

export const apiSchema = z.strictObject({
  baseUrl: urlTemplateSchema,
  authentication: apiAuthenticationSchema,
  /** Sent with every call: Accept, version, User-Agent, account. */
  headers: headersSchema.default({}),
  errorIn200: bodyStatusSchema.optional(),
  rateLimits: z.array(rateLimitSchema).default([]),
});

/** A cheap call that proves a credential before it is stored. */
export const connectionTestSchema = z.strictObject({
  request: requestSchema,
  success: z.array(z.int()).default([200]),
  /** Statuses that mean the credential is wrong; anything else is trouble at the provider. */
  wrongCredential: z.array(z.int()).default([401, 403]),
});

/** Where a value of the engine goes: a parameter, a header, or a placeholder in a template. */
const placeShape = {
  in: z.enum(['query', 'body', 'header', 'template']).default('query'),
  /** Name of the parameter, path in the body (`variables.after`), or name of the placeholder. */
  param: z.string(),
};
export const placeSchema = z.strictObject(placeShape);
const pageSizeSchema = z.strictObject({ ...placeShape, value: z.int().positive() });

/** A path in the body, or `header:Name`. */
const answerFieldSchema = z.union([pathSchema, z.string().regex(/^header:[A-Za-z0-9-]+$/)]);

/** When there is no next page; the first that applies ends it. An empty page always does. */
const stopShape = {
  hasMorePath: answerFieldSchema.optional(),
  totalPagesPath: answerFieldSchema.optional(),
  totalRecordsPath: answerFieldSchema.optional(),
  shortPage: z.boolean().default(false),
  /** The provider reaches no further. */
  maxRecords: z.int().positive().optional(),
  maxPages: z.int().positive().optional(),
};

const cursorShape = {
  cursor: placeSchema,
  size: pageSizeSchema.optional(),
  nextPath: answerFieldSchema.optional(),
  /** The cursor is this field of the page's last record. */
  nextFromLastRecord: pathSchema.optional(),
  ...stopShape,
};

export const paginationSchema = z.discriminatedUnion('style', [
  z.strictObject({ style: z.literal('none') }),
  z.strictObject({
    style: z.literal('page'),
    page: placeSchema,
    first: z.int().min(0).default(1),
    size: pageSizeSchema.optional(),
    nextPath: answerFieldSchema.optional(),
    ...stopShape,
  }),
  z.strictObject({
    style: z.literal('offset'),
    offset: placeSchema,
    first: z.int().min(0).default(0),
    size: pageSizeSchema.optional(),
    nextPath: answerFieldSchema.optional(),
    ...stopShape,
  }),
  z.strictObject({ style: z.literal('cursor'), ...cursorShape }),
  z.strictObject({ style: z.literal('next_token'), ...cursorShape }),
  /**
   * For a list that is sorted by a time which changes while it is read: each page asks for the records from the last
   * one's time on. Page numbers serve only where more records have one time than fit into a page.
   */
  z.strictObject({
    style: z.literal('key'),
    /** The field that the list is sorted by, ascending. */
    keyPath: pathSchema,
    /** Takes the field as the provider wrote it; records of that very time are among the answer. */
    from: placeSchema,
    page: placeSchema,
    first: z.int().min(0).default(1),
    size: pageSizeSchema,
    /** Nothing there: this was the last page. Without it, a page that is not full is the last one. */
    nextPath: answerFieldSchema.optional(),
  }),
  z.strictObject({
    style: z.literal('link_header'),
    rel: z.string().default('next'),
    size: pageSizeSchema.optional(),
  }),
  z.strictObject({
    style: z.literal('link_body'),
    nextLinkPath: pathSchema,
    size: pageSizeSchema.optional(),
  }),
]);

export const timeFormatSchema = z.enum([
  'iso8601',
  'iso8601_without_zone',
  'iso8601_offset',
  'date',
  'unix_seconds',
  'unix_milliseconds',
  'rfc2822',
  'sql_datetime',
]);

/** How to ask only for what changed. */
const incrementalSchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('time'),
    since: placeSchema,
    format: timeFormatSchema,
    /** The record's field the filter applies to. */
    filtersOn: pathSchema,
    /** Read again, because clocks and indexes of the provider lag. */
    overlapSeconds: z.int().min(0).default(0),
    /** Sent in a full read where the place must not be empty: a moment before all records, in `format`. */
    beginning: z.string().optional(),
    /** Records deleted at the provider do not appear: a full read finds them. */
    missesDeleted: z.boolean().default(true),
  }),
  /** An opaque token of the last page of the previous sync. */
  z.strictObject({ by: z.literal('token'), tokenPath: answerFieldSchema, token: placeSchema }),
]);

/** The provider only answers for a span of time. */
const windowSchema = z.strictObject({
  maxSeconds: secondsSchema,
  from: placeSchema,
  to: placeSchema,
  format: timeFormatSchema,
  /** Nothing older than this is there. */
  reachesBackSeconds: secondsSchema.optional(),
});

/** A list inside a record that comes in pages itself, as GraphQL connections do: `nodes` and `pageInfo`. */
const innerListSchema = z.strictObject({
  /** The objects in the record that hold one each; without it, the record does. */
  each: pathSchema.optional(),
  /** From its holder. */
  path: pathSchema,
  /** Asks for the rest of one that is not whole. */
  request: requestSchema,
  /** From its holder: whose list it is. */
  idPath: pathSchema.default('id'),
  id: placeSchema,
  cursor: placeSchema,
  /** Where the rest is in the answer. */
  answerPath: pathSchema,
});

/** One way into the data: a data type can need several (payments, refunds and payouts of one type). */
export const readSchema = z.strictObject({
  request: requestSchema,
  /** Once per record of another data type; its field, which must be its source id, stands in templates as `{as}`. */
  forEach: z.strictObject({ type: z.string(), field: pathSchema, as: placeholderNameSchema }).optional(),
  /** A value that must be asked for first: `{as}` in templates. Nothing is read where it does not match `pattern`. */
  lookUp: z
    .strictObject({
      request: requestSchema,
      path: pathSchema,
      as: placeholderNameSchema,
      pattern: z.string().default('.'),
    })
    .optional(),
  recordPath: pathSchema,
  /** The provider leaves the last field of `recordPath` out when there are no records. */
  leavesOutEmptyList: z.boolean().default(false),
  pagination: paginationSchema.default({ style: 'none' }),
  incremental: incrementalSchema.optional(),
  window: windowSchema.optional(),
  /** Those that hold lists of others come first. */
  innerLists: z.array(innerListSchema).default([]),
  /** The provider shows some of the records only: what is not among them is not gone. */
  showsSome: z.boolean().default(false),
  /** An optional scope without which the provider shows recent records only: older ones it hides are not gone. */
  recentOnlyWithout: z.string().min(1).optional(),
});

export const dataTypeSchema = z.strictObject({
  /** A name of the registry in `server/data-types`. */
  type: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  scopes: z.array(z.string().min(1)).default([]),
  /** More data when granted, asked only when the operator's setting of this name is on. */
  optionalScopes: z.array(z.strictObject({ scope: z.string().min(1), setting: z.string() })).default([]),
  /** Other sets of granted scopes that cover this type as well: older and broader names. */
  alsoCoveredBy: z.array(z.array(z.string().min(1)).min(1)).default([]),
  /** Types of this manifest that must be read first. */
  dependsOn: z.array(z.string()).default([]),
  /** `major`: units of the currency; `minor`: smallest unit; `micros`: millionths; `value_and_scale`: in the record. */
  amountUnit: z
    .enum(['major_string', 'major_number', 'minor', 'micros', 'value_and_scale', 'value_and_divisor'])
    .optional(),
  /** Empty for types that we compute (the registry's `computedFrom`). */
  reads: z.array(readSchema).default([]),
});
