import { Prisma } from '@/generated/sqlite/client.ts';
import type { Database } from './client.ts';
import { readRows } from './direct-read.ts';
import type { Account, ApiKey, DataConnection, ProviderSetting, User } from './models.ts';

/** The reads that every request pays for. `hot-reads.db.test.ts` holds each against Prisma's own answer. */

const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `c."account_id", …` for every field of a model. */
function columns(alias: string, fields: readonly string[]): string {
  return fields.map((field) => `${alias}."${columnOf(field)}"`).join(', ');
}

/** The values of a row from `start` on, under the names of the fields. */
function pick(values: unknown[], fields: readonly string[], start = 0): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [index, field] of fields.entries()) row[field] = values[start + index];
  return row;
}

const keyFields = Object.values(Prisma.ApiKeyScalarFieldEnum);
const connectionFields = Object.values(Prisma.DataConnectionScalarFieldEnum);
const userFields = Object.values(Prisma.UserScalarFieldEnum);
const settingFields = Object.values(Prisma.ProviderSettingScalarFieldEnum);
/** A logo's bytes are read where they are served. */
export type AccountWithoutLogo = Omit<Account, 'logo'>;
const accountFields = Object.values(Prisma.AccountScalarFieldEnum).filter((field) => field !== 'logo');

const keyByHash = `SELECT ${columns('k', keyFields)} FROM api_key k WHERE k.key_hash = ?`;

export async function readApiKeyByHash(database: Database, keyHash: string): Promise<ApiKey | null> {
  const [row] = await readRows(database, keyByHash, [keyHash]);
  return row === undefined ? null : (pick(row, keyFields) as ApiKey);
}

const connectionById = `SELECT ${columns('c', connectionFields)} FROM data_connection c
  WHERE c.id = ? AND c.user_id = ? AND c.account_id = ?`;

export async function readConnection(
  database: Database,
  ids: { id: string; userId: string; accountId: string },
): Promise<DataConnection | null> {
  const [row] = await readRows(database, connectionById, [ids.id, ids.userId, ids.accountId]);
  return row === undefined ? null : (pick(row, connectionFields) as DataConnection);
}

const userById = `SELECT ${columns('u', userFields)} FROM "user" u WHERE u.id = ? AND u.account_id = ?`;

export async function readUser(
  database: Database,
  ids: { id: string; accountId: string },
): Promise<User | null> {
  const [row] = await readRows(database, userById, [ids.id, ids.accountId]);
  return row === undefined ? null : (pick(row, userFields) as User);
}

const settingByName = `SELECT ${columns('s', settingFields)} FROM provider_setting s
  WHERE s.account_id = ? AND s.provider_name = ?`;

export async function readProviderSetting(
  database: Database,
  ids: { accountId: string; providerName: string },
): Promise<ProviderSetting | null> {
  const [row] = await readRows(database, settingByName, [ids.accountId, ids.providerName]);
  return row === undefined ? null : (pick(row, settingFields) as ProviderSetting);
}

/** A connection with everything a screen of its link shows. */
export interface LinkedRows {
  connection: DataConnection;
  user: User;
  account: AccountWithoutLogo;
  setting: ProviderSetting | null;
}

const linkedColumns = [
  columns('c', connectionFields),
  columns('u', userFields),
  columns('a', accountFields),
  columns('s', settingFields),
].join(', ');
const linkedJoins = `JOIN "user" u ON u.id = c.user_id
  JOIN account a ON a.id = c.account_id
  LEFT JOIN provider_setting s ON s.account_id = c.account_id AND s.provider_name = c.provider_name`;
const linkedById = `SELECT ${linkedColumns} FROM data_connection c ${linkedJoins} WHERE c.id = ?`;
const linkedByToken = `SELECT ${linkedColumns} FROM data_connection c ${linkedJoins} WHERE c.link_token_hash = ?`;

export async function readLinkedById(database: Database, connectionId: string): Promise<LinkedRows | null> {
  return toLinkedRows(await readRows(database, linkedById, [connectionId]));
}

export async function readLinkedByToken(
  database: Database,
  linkTokenHash: string,
): Promise<LinkedRows | null> {
  return toLinkedRows(await readRows(database, linkedByToken, [linkTokenHash]));
}

const userStart = connectionFields.length;
const accountStart = userStart + userFields.length;
const settingStart = accountStart + accountFields.length;

function toLinkedRows([row]: unknown[][]): LinkedRows | null {
  if (row === undefined) return null;
  const setting = pick(row, settingFields, settingStart) as ProviderSetting;
  return {
    connection: pick(row, connectionFields) as DataConnection,
    user: pick(row, userFields, userStart) as User,
    account: pick(row, accountFields, accountStart) as AccountWithoutLogo,
    setting: setting.accountId === null ? null : setting,
  };
}
