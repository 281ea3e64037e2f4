import { SettingsError } from '@/server/core/settings.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/**
 * Refuses a key ring that does not have every key in use: better no server than one that loses connections one by
 * one. Every sealed value names its key; one of the active key's is opened as well, for a key that has the right name
 * and the wrong bytes.
 */
export async function checkKeyring(runtime: Runtime): Promise<void> {
  const { database, keyring } = runtime;
  const none = keyring.keyIds.map((id) => ({ startsWith: `enc:v1:${id}:` }));
  const foreign = await Promise.all([
    database.dataConnection.findFirst({
      where: { linkToken: { not: null }, AND: none.map((linkToken) => ({ NOT: { linkToken } })) },
      select: { linkToken: true },
    }),
    database.providerGrant.findFirst({
      where: { AND: none.map((secrets) => ({ NOT: { secrets } })) },
      select: { secrets: true },
    }),
    database.providerSetting.findFirst({
      where: { credentials: { not: null }, AND: none.map((credentials) => ({ NOT: { credentials } })) },
      select: { credentials: true },
    }),
    database.owedRevocation.findFirst({
      where: { AND: none.map((tokens) => ({ NOT: { tokens } })) },
      select: { tokens: true },
    }),
  ]);
  const [unreadable] = foreign.flatMap((row) => Object.values(row ?? {}));
  if (typeof unreadable === 'string') throw refusal(`the key "${unreadable.split(':')[2]}" is missing`);
  await openSamples(runtime);
}

/** One link and one set of credentials per key that has sealed any. */
async function openSamples({ database, keyring }: Runtime): Promise<void> {
  for (const id of keyring.keyIds) {
    const sealed = { startsWith: `enc:v1:${id}:` };
    const link = await database.dataConnection.findFirst({ where: { linkToken: sealed } });
    const setting = await database.providerSetting.findFirst({ where: { credentials: sealed } });
    try {
      if (link?.linkToken) {
        keyring.decrypt(link.linkToken, { table: 'data_connection', rowId: link.id, column: 'link_token' });
      }
      if (setting?.credentials) {
        const rowId = `${setting.accountId}:${setting.providerName}`;
        keyring.decrypt(setting.credentials, { table: 'provider_setting', rowId, column: 'credentials' });
      }
    } catch (error) {
      throw refusal(error instanceof Error ? error.message : String(error));
    }
  }
}

function refusal(reason: string): SettingsError {
  return new SettingsError(
    `MOORAGE_SECRET_KEYS: these keys cannot read the stored data (${reason}).` +
      ' Keep every key that was ever in use in the list, the new one first; a generated one is in secret-key of the data directory.',
  );
}
