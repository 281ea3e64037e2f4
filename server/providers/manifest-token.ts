import { z } from 'zod';
import { bodyStatusSchema, keepSchema, requestSchema } from './manifest-request.ts';
import {
  formFieldsSchema,
  headersSchema,
  pathSchema,
  queryTemplateSchema,
  secondsSchema,
  templateSchema,
  urlTemplateSchema,
  webPageSchema,
} from './manifest-template.ts';

/** The token endpoint as data: who the client is, how to ask, how to read the answer, refresh, revoke. */

/** Where client id and secret come from. */
export const clientSchema = z.discriminatedUnion('from', [
  /** One registration per account, typed by the operator; the names are entries of `operatorConfig`. */
  z.strictObject({
    from: z.literal('operator_config'),
    id: z.string().default('client_id'),
    secret: z.string().nullable().default('client_secret'),
    /** The input whose values each need a registration of their own: a self-managed server, say. */
    perInput: z.string().optional(),
  }),
  /** Each connection brings its own; the names are entries of `inputs`. */
  z.strictObject({
    from: z.literal('connection_inputs'),
    id: z.string().default('client_id'),
    secret: z.string().nullable().default(null),
  }),
  /** Written here, because nothing is protected by it: sandbox only. */
  z.strictObject({ from: z.literal('fixed'), id: z.string().min(1), secret: z.string().min(1) }),
]);

export const tokenEndpointAuthMethodSchema = z.enum([
  'client_secret_basic',
  'client_secret_post',
  'none',
  'private_key_jwt',
  /** Nothing of the standard: `tokenRequest.extraParams` and `headers` say it all. */
  'custom',
]);

/** RFC 7523 client assertion. */
export const clientAssertionSchema = z.strictObject({
  algorithm: z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']),
  /** The entry of `operatorConfig` that holds the PEM key. */
  privateKey: z.string(),
  issuer: templateSchema,
  subject: templateSchema.default('{client_id}'),
  audience: templateSchema,
  lifetimeSeconds: secondsSchema.default(60),
});

/** How the token request departs from RFC 6749 section 4.1.3; applies to refresh as well. */
export const tokenRequestSchema = z.strictObject({
  encoding: z.enum(['form', 'json']).default('form'),
  headers: headersSchema.default({}),
  /** Sent with code exchange and refresh. */
  extraParams: formFieldsSchema.default({}),
  /** Sent with the code exchange only. */
  codeExchangeParams: formFieldsSchema.default({}),
  /** Sent with refresh only. */
  refreshParams: formFieldsSchema.default({}),
  /** Parameters of the standard that the provider does not want in the code exchange. */
  omit: z.array(z.enum(['grant_type', 'redirect_uri', 'code_verifier'])).default([]),
});

/** How the token answer departs from RFC 6749 section 5. */
export const tokenResponseSchema = z.strictObject({
  encoding: z.enum(['json', 'form']).default('json'),
  /** Where the standard fields are. */
  root: pathSchema.default('$'),
  errorIn200: bodyStatusSchema.optional(),
  /** Put in when the answer has no `token_type`; `null` = the standard holds, it must be there. */
  tokenTypeDefault: z.string().nullable().default(null),
  expiresInField: z.string().default('expires_in'),
  expiresAtField: z
    .strictObject({ path: pathSchema, format: z.enum(['iso8601', 'unix_seconds']) })
    .optional(),
  refreshExpiresInField: z.string().default('refresh_token_expires_in'),
  scopeField: z.string().default('scope'),
  /** When it differs from the one in the request. */
  scopeSeparator: z.string().optional(),
  /** Further fields to store with the connection; paths start at the top of the answer, not at `root`. */
  keep: z.array(keepSchema).default([]),
});

/** A second exchange right after the first: short-lived token for a long-lived one. */
export const tokenUpgradeSchema = z.strictObject({ request: requestSchema, lifetimeSeconds: secondsSchema });

const refreshShape = {
  /** The provider refuses a refresh earlier than this many seconds before the access token ends. */
  notEarlierThanSecondsBeforeExpiry: secondsSchema.optional(),
  repeatScope: z.boolean().default(false),
  repeatRedirectUri: z.boolean().default(false),
  /** The old access token stops at once too, so calls in flight fail. */
  endsOldAccessToken: z.boolean().default(false),
  /** Authorizing again ends the refresh token of an older connection of the same person. */
  endedByNewAuthorization: z.boolean().default(false),
};

export const refreshSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** The refresh token stays. */
  z.strictObject({ kind: z.literal('static'), ...refreshShape }),
  /** Each refresh may bring a new one: store it before the new access token is used. */
  z.strictObject({
    kind: z.literal('rotating'),
    ...refreshShape,
    /** Until when a refresh whose answer was lost can be repeated with the previous token. */
    previousUsable: z
      .discriminatedUnion('until', [
        z.strictObject({ until: z.literal('replaced') }),
        z.strictObject({ until: z.literal('time'), seconds: secondsSchema.nullable() }),
        /** The next refresh token, or the next access token, is used for the first time. */
        z.strictObject({
          until: z.literal('replacement_used'),
          replacement: z.enum(['refresh_token', 'access_token']),
          seconds: secondsSchema.nullable(),
        }),
      ])
      .default({ until: 'replaced' }),
  }),
]);

/** How access ends at the provider when the person or the consumer ends it here. */
export const revocationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rfc7009'),
    endpoint: urlTemplateSchema,
    encoding: z.enum(['form', 'json']).default('form'),
    token: z.enum(['refresh_token', 'access_token']).default('refresh_token'),
    sendTokenTypeHint: z.boolean().default(true),
    /** `token_endpoint`: as `tokenEndpointAuthMethod` says. */
    clientAuth: z
      .enum(['token_endpoint', 'client_secret_basic', 'client_secret_post', 'none'])
      .default('token_endpoint'),
  }),
  z.strictObject({
    kind: z.literal('request'),
    request: requestSchema,
    /** Statuses after which nothing is owed any more: done, or the provider does not know the token. */
    doneStatuses: z.array(z.int().min(200).max(499)).default([200, 204, 401, 404]),
    /** What the person loses at the provider beside our access. */
    effect: z.enum(['token', 'grant', 'app_uninstalled']).default('grant'),
  }),
  /** No API for it: the page where the person can do it, if there is one. */
  z.strictObject({ kind: z.literal('none'), manualUrl: webPageSchema.nullable() }),
]);

/** RFC 9126. */
export const pushedAuthorizationRequestSchema = z.strictObject({
  endpoint: urlTemplateSchema,
  required: z.boolean().default(false),
});

export const scopesSchema = z.strictObject({
  /** `null`: the provider has no scopes, or none in the authorization request. */
  parameter: z.string().nullable().default('scope'),
  separator: z.enum([' ', ',', '+']).default(' '),
  /** Asked whatever data types are requested. */
  always: z.array(z.string().min(1)).default([]),
  /** The one that gives a refresh token. */
  offline: z.string().nullable().default(null),
  /** Grants add up over time: asking for less later takes nothing away. */
  additive: z.boolean().default(false),
  /** A granted scope with the first prefix covers the same one with the second. */
  impliedByPrefix: z.strictObject({ granted: z.string().min(1), covers: z.string().min(1) }).optional(),
});

/** Extra parameters of the authorization URL; values can hold placeholders, secrets cannot be among them. */
export const extraAuthorizationParamsSchema = z.record(z.string().min(1), queryTemplateSchema);
