import { createHash } from 'node:crypto';
import { z } from 'zod';
import { toWireTime } from '@/server/core/clock.ts';
import { AppError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import type { Prisma } from '@/server/db/models.ts';
import type { Context, Runtime } from '@/server/runtime/runtime.ts';
import type { Profile, ProfileChange } from './schemas.ts';

const originsSchema = z.array(z.string());

/** Makes an account: one consumer, or one environment of it. Returns its id. */
export async function createAccount(runtime: Runtime, name: string): Promise<string> {
  const id = newId();
  await runtime.database.account.create({
    data: { id, name, returnUrlOrigins: [], createdAt: runtime.clock.now() },
  });
  return id;
}

export function listAccounts(runtime: Runtime) {
  return runtime.database.account.findMany({ orderBy: { id: 'asc' }, take: 500 });
}

/** The account row of this context. It exists as long as a key of it does. */
export function getAccount(ctx: Context) {
  return ctx.database.account.findUniqueOrThrow({ where: { id: ctx.accountId } });
}

export function serializeProfile(ctx: Context, row: Awaited<ReturnType<typeof getAccount>>): Profile {
  return {
    id: row.id,
    name: row.name,
    logo_url: row.logoHash === null ? null : `${ctx.settings.publicUrl}${logoPath(row.logoHash)}`,
    purpose: row.purpose,
    privacy_policy_url: row.privacyPolicyUrl,
    support_url: row.supportUrl,
    return_url_origins: readReturnUrlOrigins(row.returnUrlOrigins),
    default_language: row.defaultLanguage === 'fr' ? 'fr' : 'en',
    created_at: toWireTime(row.createdAt),
  };
}

/** The account's allow-list of return URLs; empty = every origin. */
export function readReturnUrlOrigins(stored: Prisma.JsonValue): string[] {
  return originsSchema.parse(stored);
}

/** Path of an account's logo on our own origin. The hash in it lets browsers keep it for ever. */
export function logoPath(hash: string): string {
  return `/logos/accounts/${hash}`;
}

/** CONTRACT section 2: `PATCH /profile`. Fields that are left out stay; `null` clears. */
export async function updateProfile(ctx: Context, change: ProfileChange): Promise<Profile> {
  const row = await ctx.database.account.update({
    where: { id: ctx.accountId },
    data: {
      ...(change.name !== undefined && { name: change.name }),
      ...(change.purpose !== undefined && { purpose: change.purpose }),
      ...(change.privacy_policy_url !== undefined && { privacyPolicyUrl: change.privacy_policy_url }),
      ...(change.support_url !== undefined && { supportUrl: change.support_url }),
      ...(change.return_url_origins !== undefined && { returnUrlOrigins: change.return_url_origins }),
      ...(change.default_language !== undefined && { defaultLanguage: change.default_language }),
    },
  });
  return serializeProfile(ctx, row);
}

export const maxLogoBytes = 8 * 1024;

/** What kind of image a logo is. The bytes decide, not what the caller calls it; no SVG (T-17). */
export function checkLogo(bytes: Uint8Array): 'image/png' | 'image/webp' {
  if (bytes.length > maxLogoBytes) {
    throw new AppError(
      'BODY_TOO_LARGE',
      `A logo has ${maxLogoBytes} bytes at most; this one has ${bytes.length}.`,
    );
  }
  const logoType = findImageType(bytes);
  if (logoType === null) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'A logo is a PNG or WebP image, sent as the body itself.');
  }
  return logoType;
}

/** CONTRACT section 2: `PUT /profile/logo`. */
export async function setLogo(ctx: Context, bytes: Uint8Array): Promise<Profile> {
  const logoType = checkLogo(bytes);
  // The id is part of it, so that two accounts with the same picture do not share a unique hash.
  const logoHash = createHash('sha256').update(ctx.accountId).update(bytes).digest('hex').slice(0, 32);
  const row = await ctx.database.account.update({
    where: { id: ctx.accountId },
    data: { logo: Uint8Array.from(bytes), logoType, logoHash },
  });
  return serializeProfile(ctx, row);
}

function findImageType(bytes: Uint8Array): 'image/png' | 'image/webp' | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'image/webp' : null;
}

/** The logo behind a `logo_url`; throws `LOGO_NOT_FOUND`. */
export async function getLogo(
  runtime: Runtime,
  hash: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string }> {
  // Postgres refuses a NUL, which a path can carry.
  const known = /^[0-9a-f]{32}$/.test(hash);
  const row = known ? await runtime.database.account.findUnique({ where: { logoHash: hash } }) : null;
  if (row === null || row.logo === null || row.logoType === null) {
    throw new AppError('LOGO_NOT_FOUND', 'There is no such logo.');
  }
  return { bytes: Uint8Array.from(row.logo), type: row.logoType };
}
