import type { Language } from '@/server/core/language.ts';
import { closureOf, isDataTypeName } from '@/server/data-types/index.ts';
import type { Account } from '@/server/db/models.ts';
import { type AccountProvider, listProviders } from '@/server/provider-settings/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { Consumer, ScreenOf } from './screen.ts';
import { languageOf, toConsumer, toParty } from './screens.ts';

/** What an account says of itself on the permission screen. */
export interface Previewed extends Consumer {
  purpose: string | null;
  /** Of the purpose, and of the page where nobody asks for another. */
  language: Language;
}

export function toPreviewed(account: Account): Previewed {
  return { ...toConsumer(account), purpose: account.purpose, language: languageOf(account) };
}

/** Enough to see what the list looks like. */
const shownTypes = 1;
const invented = 'Atelier Marnie, SIREN\u00a0812\u00a0345\u00a0678';

/**
 * C-01 as a person would see it, of an invented connection to one of the account's providers. It belongs to nobody:
 * what its buttons would post leads nowhere.
 */
export async function previewScreen(
  ctx: Context,
  { purpose, language, ...consumer }: Previewed,
): Promise<ScreenOf<'permission'>> {
  const { manifest } = await findProvider(ctx);
  const deliverable = manifest.dataTypes.map(({ type }): string => type).filter(isDataTypeName);
  const dataTypes = closureOf(deliverable.slice(0, shownTypes), deliverable);
  return {
    kind: 'permission',
    consumer,
    provider: toParty(manifest),
    action: '#',
    userLabel: invented,
    purpose: purpose === null ? null : { text: purpose, language },
    dataTypes: dataTypes.map((entry) => ({ ...entry, isNew: false })),
    inputs: [],
    version: 1,
    renewal: null,
    notice: null,
    leavesForProvider: manifest.auth.kind === 'oauth2_authorization_code',
  };
}

/** One that people sign in to; one that is switched on, where there is such a one. */
async function findProvider(ctx: Context): Promise<AccountProvider> {
  const { rows } = await listProviders(ctx, { page: 1, perPage: ctx.catalogue.size });
  const withSignIn = rows.filter(({ manifest }) => manifest.auth.kind === 'oauth2_authorization_code');
  const found = withSignIn.find(({ enabled }) => enabled) ?? withSignIn[0] ?? rows[0];
  if (found === undefined) throw new Error('the catalogue is empty');
  return found;
}
