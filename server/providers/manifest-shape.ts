import { z } from 'zod';
import { authSchema } from './manifest-auth.ts';
import { apiSchema, connectionTestSchema, dataTypeSchema } from './manifest-data.ts';
import { operatorConfigSchema, settingSchema } from './manifest-input.ts';
import { computedValueSchema } from './manifest-request.ts';
import {
  headersSchema,
  localizedTextSchema,
  placeholderNameSchema,
  runSettingPattern,
  urlTemplateSchema,
  webPageSchema,
} from './manifest-template.ts';

/** The fields of a manifest. `manifest.ts` is what others import: the same with the rules between fields. */

const categories = [
  'COMPANY_REGISTRY',
  'TAX',
  'ACCOUNTING',
  'BILLING',
  'PAYMENT',
  'E_COMMERCE',
  'BANK',
  'OPEN_BANKING',
  'ANALYTICS',
  'ADVERTISING',
  'CRM',
  'DEV_TOOLS',
  'PRODUCTIVITY',
  'COMMUNICATION',
  'STORAGE',
  'HEALTH_FITNESS',
  'MEDIA',
] as const;

/** URLs that a run setting of the same name can replace: a provider's test system, a local server in tests. */
const baseUrlsSchema = z.record(placeholderNameSchema.regex(runSettingPattern), urlTemplateSchema);

/** Another system of the same provider, picked by the operator. */
const environmentSchema = z.strictObject({
  name: placeholderNameSchema,
  baseUrls: baseUrlsSchema,
  headers: headersSchema.default({}),
});

export const manifestShapeSchema = z.strictObject({
  name: placeholderNameSchema,
  displayName: z.string().min(1),
  category: z.enum(categories),
  /** Who owns such an account. */
  connects: z.array(z.enum(['company', 'person'])).min(1),
  homepage: webPageSchema.nullable(),
  docsUrl: webPageSchema.nullable(),
  /** File beside the manifest. */
  logo: z.string().regex(/^[a-z0-9-]+\.svg$/),
  /** What the credential could do at the provider; Moorage only reads. */
  access: z.enum(['read', 'read_write']),
  /** One connection per user. */
  unique: z.boolean().default(false),
  /** Served by our own sandbox at `{sandbox_url}`. */
  sandbox: z.boolean().default(false),
  /** The provider refuses sign-in inside in-app web views (UX C-18). */
  blocksWebViews: z.boolean().default(false),
  /** The service is closing. */
  deprecation: z.strictObject({ endsOn: z.iso.date(), successor: z.string().nullable() }).optional(),
  /** What the operator must know: registration, approval, limits of the plan. */
  operatorNotes: z.array(localizedTextSchema).default([]),
  operatorConfig: z.array(operatorConfigSchema).default([]),
  settings: z.array(settingSchema).default([]),
  baseUrls: baseUrlsSchema.default({}),
  environments: z.array(environmentSchema).default([]),
  /** Signatures, nonces: made before a request that needs them. */
  computedValues: z.array(computedValueSchema).default([]),
  auth: authSchema,
  /** Other ways to connect the same provider, offered when the first cannot be used. */
  alternativeAuth: z.array(authSchema).default([]),
  api: apiSchema,
  connectionTest: connectionTestSchema.optional(),
  dataTypes: z.array(dataTypeSchema).min(1),
});

export type ManifestShape = z.infer<typeof manifestShapeSchema>;
