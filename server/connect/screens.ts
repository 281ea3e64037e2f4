import { logoPath } from '@/server/accounts/index.ts';
import { readDataTypes } from '@/server/connections/index.ts';
import type { Language } from '@/server/core/language.ts';
import { newSupportCode } from '@/server/core/random.ts';
import { closureOf, isDataTypeName } from '@/server/data-types/index.ts';
import type { User } from '@/server/db/models.ts';
import { providerLogoPath } from '@/server/provider-settings/index.ts';
import type { ProviderManifest } from '@/server/providers/manifest.ts';
import { type Context, namedOrigins } from '@/server/runtime/runtime.ts';
import type { ConnectAnswer } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import { returnHref } from './return-href.ts';
import type { Consumer, ProviderParty, Screen, SharedDataType } from './screen.ts';

/** What every screen of a known connection shares. */
export function frameOf({ account, manifest, path }: LinkedConnection) {
  return { consumer: toConsumer(account), provider: toParty(manifest), action: path };
}

export function toConsumer(account: LinkedConnection['account']): Consumer {
  return {
    name: account.name,
    logoUrl: account.logoHash === null ? null : logoPath(account.logoHash),
    privacyPolicyUrl: account.privacyPolicyUrl,
    supportUrl: account.supportUrl,
  };
}

export function toParty(manifest: ProviderManifest): ProviderParty {
  return {
    name: manifest.name,
    displayName: manifest.displayName,
    logoUrl: providerLogoPath(manifest.name),
    access: manifest.access,
  };
}

/** Answers with a screen of a known connection. */
export function show(linked: LinkedConnection, status: number, screen: Screen): ConnectAnswer {
  const back = returnHref(linked, 'abort');
  return {
    kind: 'screen',
    status,
    screen,
    defaultLanguage: languageOf(linked.account),
    formTargets: [...(back === null ? [] : [new URL(back).origin]), ...namedOrigins(linked.ctx.settings)],
  };
}

export function languageOf(account: LinkedConnection['account']): Language {
  return account.defaultLanguage === 'fr' ? 'fr' : 'en';
}

/** The types that will be fetched for `names`: they and what they depend on (CONTRACT section 5.2). */
export function sharedDataTypes(
  { manifest, row }: LinkedConnection,
  names: readonly string[],
): SharedDataType[] {
  const deliverable = manifest.dataTypes.map(({ type }): string => type).filter(isDataTypeName);
  const agreed = row.agreedDataTypes === null ? null : readDataTypes(row.agreedDataTypes);
  return closureOf(names.filter(isDataTypeName), deliverable).map(({ name, neededFor }) => ({
    name,
    neededFor: [...neededFor],
    isNew: agreed !== null && names.includes(name) && !agreed.includes(name),
  }));
}

/**
 * "For: …" on the permission screen; people are shown as first name and initial (UX.md 1.2). The spaces of a number do
 * not break.
 */
export function userLabel(user: User): string {
  if (user.type === 'NATURAL') return `${user.firstName ?? ''} ${(user.lastName ?? '').slice(0, 1)}.`.trim();
  const siren =
    user.siren === null || user.country !== 'FR' ? null : user.siren.replace(/(\d{3})(?=\d)/g, '$1\u00a0');
  return siren === null ? user.name : `${user.name}, SIREN\u00a0${siren}`;
}

/** The purpose in the words of the consumer; its own language is all we know of it. */
export function purposeOf(linked: LinkedConnection): { text: string; language: Language } | null {
  const text = linked.row.purpose ?? linked.account.purpose;
  return text === null ? null : { text, language: languageOf(linked.account) };
}

/** C-10. `status` is 400 where a used `state` led here: the page is the same. */
export function alreadyConnected(linked: LinkedConnection, status = 200): ConnectAnswer {
  return show(linked, status, {
    kind: 'already_connected',
    ...frameOf(linked),
    connectedAt: linked.row.connectedAt ?? linked.row.createdAt,
    dataTypes: sharedDataTypes(linked, grantedOf(linked)),
    returnHref: returnHref(linked, 'success'),
  });
}

/** C-13 */
export function done(linked: LinkedConnection): ConnectAnswer {
  return show(linked, 200, {
    kind: 'done',
    ...frameOf(linked),
    dataTypes: sharedDataTypes(linked, grantedOf(linked)),
  });
}

function grantedOf({ row }: LinkedConnection): string[] {
  return readDataTypes(row.grantedDataTypes ?? row.requestedDataTypes);
}

/** C-15 */
export function deadLink(linked: LinkedConnection, endedAt: Date): ConnectAnswer {
  const back = returnHref(linked, 'abort');
  return show(linked, 410, {
    kind: 'dead_link',
    ...frameOf(linked),
    endedAt,
    returnOriginHref: back === null ? null : new URL(back).origin,
  });
}

/** C-07. The code is in the log line of the same incident. */
export function providerTrouble(
  linked: LinkedConnection,
  reason: 'error' | 'timeout' | 'bad_answer',
  cause: unknown,
) {
  const code = newSupportCode(linked.ctx.random);
  logTrouble(linked.ctx, code, linked.row.providerName, cause);
  return show(linked, 502, {
    kind: 'provider_trouble',
    ...frameOf(linked),
    reason,
    code,
    version: linked.row.version,
  });
}

function logTrouble(ctx: Context, code: string, provider: string, cause: unknown): void {
  ctx.log.warn(
    { requestId: ctx.requestId, supportCode: code, provider, err: cause },
    'the provider could not finish',
  );
}

/** C-17 with the way to start again, where the link is known. */
export function lostThread(linked: LinkedConnection): ConnectAnswer {
  return show(linked, 400, {
    kind: 'lost_thread',
    frame: linked.row.linkToken === null ? null : { ...frameOf(linked), version: linked.row.version },
  });
}
