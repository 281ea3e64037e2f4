import { z } from 'zod';
import { requestSchema } from './manifest-request.ts';
import {
  anchoredPatternSchema,
  pathSchema,
  placeholderNameSchema,
  secondsSchema,
} from './manifest-template.ts';

/** The redirect back as data, and how to learn whose account was connected. */

/** A parameter of the redirect back that is stored, and can stand in templates as `{keepAs}`. */
const callbackParamSchema = z.strictObject({
  name: z.string().min(1),
  keepAs: placeholderNameSchema,
  required: z.boolean().default(true),
  /** Refused when it does not match: these values come through the browser. */
  pattern: anchoredPatternSchema,
  /** The part that is kept: group 1 of `pattern`; `false` = the whole value. */
  keepGroup: z.boolean().default(false),
  /** Refused when it differs from this input (after the same transformations). */
  mustEqualInput: z.string().optional(),
});

/** A keyed hash over all other parameters, sorted by name and joined as a query string. */
const callbackSignatureSchema = z.strictObject({
  algorithm: z.literal('hmac-sha256'),
  parameter: z.string().min(1),
  encoding: z.enum(['hex', 'base64']),
  /** The entry of `operatorConfig` that is the key. */
  key: z.string(),
  excluded: z.array(z.string()).default([]),
  timestampParameter: z.string().optional(),
  maxAgeSeconds: secondsSchema.optional(),
});

export const callbackSchema = z.strictObject({
  method: z.enum(['query', 'form_post']).default('query'),
  extraParams: z.array(callbackParamSchema).default([]),
  signature: callbackSignatureSchema.optional(),
  /** The granted scopes come here and not in the token answer. */
  grantedScopesParameter: z.string().optional(),
  /** `error` values that mean the person said no (CONTRACT section 5: `status=abort`). */
  refusals: z.array(z.string()).default(['access_denied']),
  /**
   * A visit that begins at the provider has no state of ours. `refused`; `restarts_flow`: our own flow begins,
   * with the listed parameters filled in as inputs; `unsolicited_code`: the code comes at once and is bound to a
   * user afterwards.
   */
  startedAtProvider: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('refused') }),
      z.strictObject({ kind: z.literal('restarts_flow'), inputsFrom: z.record(z.string(), z.string()) }),
      z.strictObject({ kind: z.literal('unsolicited_code') }),
    ])
    .default({ kind: 'refused' }),
});

/** The provider calls us when the person disconnects there. */
export const disconnectNoticeSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  /** Names the account, as `account` learned it. */
  accountParameter: z.string(),
});

/** `label` is for people ("which account is this?"): a field of the same answer, or a request of its own. */
const labelShape = {
  labelPath: pathSchema.optional(),
  labelRequest: z.strictObject({ request: requestSchema, path: pathSchema }).optional(),
};

/** How to learn the provider's id of the connected account; renewing with another one is refused. */
export const accountSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('token_response'), idPath: pathSchema, ...labelShape }),
  /** `keepAs` of a callback parameter. */
  z.strictObject({ from: z.literal('callback'), id: z.string(), ...labelShape }),
  z.strictObject({ from: z.literal('input'), id: z.string(), ...labelShape }),
  z.strictObject({
    from: z.literal('request'),
    request: requestSchema,
    recordPath: pathSchema.default('$'),
    idPath: pathSchema,
    labelPath: pathSchema.optional(),
  }),
  z.strictObject({ from: z.literal('id_token'), idClaim: z.string(), labelClaim: z.string().optional() }),
  /** The access token starts with the account id. */
  z.strictObject({ from: z.literal('access_token_prefix'), separator: z.string().length(1), ...labelShape }),
  /** What the person picks in `accountChoice`. */
  z.strictObject({ from: z.literal('choice') }),
  /** The provider does not say. */
  z.strictObject({ from: z.literal('unknown') }),
]);

/** One grant opens several accounts: list them, let the person pick, keep what API calls need. */
export const accountChoiceSchema = z.strictObject({
  request: requestSchema,
  recordPath: pathSchema.default('$'),
  idPath: pathSchema,
  labelPath: pathSchema,
  /** Only records with this value can be picked. */
  filter: z
    .strictObject({ path: pathSchema, equals: z.union([z.string(), z.boolean(), z.number()]) })
    .optional(),
  /** The picked id stands in templates under this name. */
  keepAs: placeholderNameSchema,
  /** Further fields of the picked record. */
  keep: z.array(z.strictObject({ path: pathSchema, keepAs: placeholderNameSchema })).default([]),
  /** Which records this authorization added: the record's field equals the access token's claim. */
  justGranted: z.strictObject({ path: pathSchema, accessTokenClaim: z.string() }).optional(),
  /** Ends access to the picked account alone; the grant stays. */
  removal: requestSchema.optional(),
});

/** The token has no rights before the person approves elsewhere, in an app say. */
export const approvalAfterCallbackSchema = z.strictObject({
  poll: requestSchema,
  pendingStatuses: z.array(z.int().min(400).max(499)),
  /** How long full rights last after the approval; the first sync must run within it. */
  fullAccessSeconds: secondsSchema.optional(),
});
