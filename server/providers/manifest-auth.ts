import { z } from 'zod';
import {
  accountChoiceSchema,
  accountSchema,
  approvalAfterCallbackSchema,
  callbackSchema,
  disconnectNoticeSchema,
} from './manifest-callback.ts';
import { authCommonShape } from './manifest-input.ts';
import { keepSchema, requestSchema } from './manifest-request.ts';
import {
  pathSchema,
  queryParamsSchema,
  secondsSchema,
  templateSchema,
  urlTemplateSchema,
} from './manifest-template.ts';
import {
  clientAssertionSchema,
  clientSchema,
  extraAuthorizationParamsSchema,
  pushedAuthorizationRequestSchema,
  refreshSchema,
  revocationSchema,
  scopesSchema,
  tokenEndpointAuthMethodSchema,
  tokenRequestSchema,
  tokenResponseSchema,
  tokenUpgradeSchema,
} from './manifest-token.ts';

/** The ways to authorize a connection. How API calls then carry the credential is said in `api`. */

const noRevocation = { kind: 'none', manualUrl: null } as const;

const noneSchema = z.strictObject({ kind: z.literal('none'), ...authCommonShape });

/** The person types a key on our page; it is tried with `connectionTest` before anything is stored. */
const keyShape = {
  ...authCommonShape,
  account: accountSchema.default({ from: 'unknown' }),
  revocation: revocationSchema.default(noRevocation),
};
const apiKeySchema = z.strictObject({ kind: z.literal('api_key'), ...keyShape });
const basicSchema = z.strictObject({ kind: z.literal('basic'), ...keyShape });

const oauth2Shape = {
  ...authCommonShape,
  issuer: urlTemplateSchema.optional(),
  tokenEndpoint: urlTemplateSchema,
  client: clientSchema.prefault({ from: 'operator_config' }),
  tokenEndpointAuthMethod: tokenEndpointAuthMethodSchema,
  /** With `private_key_jwt` only. */
  clientAssertion: clientAssertionSchema.optional(),
  scopes: scopesSchema.prefault({}),
  tokenRequest: tokenRequestSchema.prefault({}),
  tokenResponse: tokenResponseSchema.prefault({}),
  /** Usual lifetime, used when the answer does not say; `null` = does not expire or not stated. */
  accessTokenLifetimeSeconds: secondsSchema.nullable().default(null),
  account: accountSchema,
  accountChoice: accountChoiceSchema.optional(),
  revocation: revocationSchema,
};

const clientCredentialsSchema = z.strictObject({
  kind: z.literal('oauth2_client_credentials'),
  ...oauth2Shape,
});

const authorizationCodeSchema = z.strictObject({
  kind: z.literal('oauth2_authorization_code'),
  ...oauth2Shape,
  authorizationEndpoint: urlTemplateSchema,
  /** Metadata document, for people who check these values; never fetched at run time. */
  discoveryUrl: urlTemplateSchema.optional(),
  pushedAuthorizationRequest: pushedAuthorizationRequestSchema.optional(),
  /** RFC 9207: the provider promises `iss` in its answers, so one without it is refused (SECURITY R-03). */
  authorizationResponseIss: z.boolean().default(false),
  /** `none` only where a challenge is known to break the flow (SECURITY R-04). */
  pkce: z.enum(['S256', 'none']),
  /** RFC 8707. */
  resource: z.array(urlTemplateSchema).default([]),
  /** `null`: not sent. */
  responseType: z.literal('code').nullable().default('code'),
  /** `null`: not sent (`extraAuthorizationParams` then names the application). */
  clientIdParameter: z.string().nullable().default('client_id'),
  /** What is sent as `redirect_uri`, and what the provider demands of it. */
  redirectUri: z
    .strictObject({
      value: templateSchema.default('{redirect_uri}'),
      requires: z.enum(['any', 'https_or_loopback', 'https']).default('https_or_loopback'),
    })
    .prefault({}),
  extraAuthorizationParams: extraAuthorizationParamsSchema.default({}),
  codeParameter: z.string().default('code'),
  codeLifetimeSeconds: secondsSchema.nullable().default(null),
  callback: callbackSchema.prefault({}),
  disconnectNotice: disconnectNoticeSchema.optional(),
  tokenUpgrade: tokenUpgradeSchema.optional(),
  refresh: refreshSchema,
  refreshTokenLifetimeSeconds: secondsSchema.nullable().default(null),
  /** The person must agree again after this time, whatever the tokens say. */
  consentLifetimeSeconds: secondsSchema.nullable().default(null),
  approvalAfterCallback: approvalAfterCallbackSchema.optional(),
});

/** One request of a custom flow, and what to keep of its answer. */
const flowStepSchema = z.strictObject({ request: requestSchema, keep: z.array(keepSchema).default([]) });

/** The browser comes back with our reference; `{reference}` is 256 random bits and plays the role of `state`. */
const browserReturnSchema = z.strictObject({
  referenceParameter: z.string(),
  successParameter: z.string().optional(),
  successValues: z.array(z.string()).default([]),
  errorParameter: z.string().optional(),
  keep: z.array(z.strictObject({ name: z.string(), keepAs: z.string() })).default([]),
});

const customFlowSchema = z.discriminatedUnion('type', [
  /** The browser goes to the provider; the keys come from its server to ours; the browser comes back. */
  z.strictObject({
    type: z.literal('keys_posted_to_callback'),
    start: z.strictObject({ url: urlTemplateSchema, params: queryParamsSchema }),
    keysCallback: z.strictObject({
      method: z.literal('POST'),
      encoding: z.enum(['json', 'form']),
      referencePath: pathSchema,
      keep: z.array(keepSchema).min(1),
      /** Our address must be this, as the provider's server calls it. */
      requires: z.enum(['public_https', 'any']),
      answerStatus: z.literal(200),
    }),
    browserReturn: browserReturnSchema,
    /** Which of the two comes first; with `any` whoever is second completes the connection. */
    order: z.enum(['keys_first', 'any']),
  }),
  /** Requests before the redirect make a link; requests after the return fetch the credential. */
  z.strictObject({
    type: z.literal('hosted_link'),
    prepare: z.array(flowStepSchema),
    start: z.strictObject({ url: urlTemplateSchema, params: queryParamsSchema.default({}) }),
    browserReturn: browserReturnSchema,
    finish: z.array(flowStepSchema),
    consentLifetimeSeconds: secondsSchema.nullable().default(null),
  }),
]);

const customSchema = z.strictObject({ kind: z.literal('custom'), ...keyShape, flow: customFlowSchema });

export const authSchema = z.discriminatedUnion('kind', [
  noneSchema,
  apiKeySchema,
  basicSchema,
  authorizationCodeSchema,
  clientCredentialsSchema,
  customSchema,
]);

export type Auth = z.infer<typeof authSchema>;
export type OAuth2AuthorizationCode = z.infer<typeof authorizationCodeSchema>;
