import type { z } from 'zod';
import { checkManifest } from './manifest-rules.ts';
import { manifestShapeSchema } from './manifest-shape.ts';

/**
 * A provider as data (DESIGN section 6). Its parts: `manifest-shape.ts` the top, `manifest-auth.ts` how a
 * connection is authorized (`manifest-token.ts`, `manifest-callback.ts`), `manifest-data.ts` how data is read,
 * `manifest-input.ts` what people type, `manifest-template.ts` the strings with placeholders, and
 * `manifest-rules.ts` what must hold between the parts.
 */

/** Parses what an author wrote; throws a `ZodError` that names every wrong field. */
export const providerManifestSchema = manifestShapeSchema.superRefine(checkManifest);

/** What authors write: fields with defaults left out. */
export type ProviderManifestInput = z.input<typeof providerManifestSchema>;
/** What the server uses: defaults in place. */
export type ProviderManifest = z.infer<typeof providerManifestSchema>;

export type { OAuth2AuthorizationCode } from './manifest-auth.ts';
