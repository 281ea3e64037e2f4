import type { DataConnection } from '@/server/db/models.ts';
import { maskAccount, type ProviderAccount } from '@/server/providers/index.ts';
import type { ConnectAnswer } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import { frameOf, show } from './screens.ts';

/** Whether a renewal came back with another account of the provider (CONTRACT section 5.4): refused, nothing changes. */
export function isOtherAccount(row: DataConnection, account: ProviderAccount): boolean {
  return row.providerAccountId !== null && account.id !== null && row.providerAccountId !== account.id;
}

/** C-12 */
export function otherAccount(linked: LinkedConnection, account: ProviderAccount): ConnectAnswer {
  const { row } = linked;
  return show(linked, 409, {
    kind: 'other_account',
    ...frameOf(linked),
    oldAccount: maskAccount(row.providerAccountLabel, row.providerAccountId),
    newAccount: maskAccount(account.label, account.id),
    version: row.version,
  });
}
