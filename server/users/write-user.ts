import { checkReturnUrl, getAccount, readReturnUrlOrigins } from '@/server/accounts/index.ts';
import { autoConnect, eraseConnection, getUser } from '@/server/connections/index.ts';
import { AppError, type FieldError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import { restartReading } from '@/server/data-syncs/index.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import { dialectOf } from '@/server/db/dialect.ts';
import type { Prisma, User } from '@/server/db/models.ts';
import { recordDeletion } from '@/server/events/index.ts';
import { wake } from '@/server/jobs/index.ts';
import { listAutoConnectProviders } from '@/server/provider-settings/index.ts';
import { wakeRevoker } from '@/server/revocations/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { CreateLegalUser, CreateNaturalUser, PatchUser } from './schemas.ts';

/** LIKE's own characters; SQLite and Postgres share no way to escape them, so names are kept with stand-ins. */
const wildcardStandIns: Record<string, string> = { '%': '\ue000', _: '\ue001', '\\': '\ue002' };

/** What a search term and a stored name are both brought to: lower case, without accents. */
export function toSearchForm(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[%_\\]/g, (character) => wildcardStandIns[character] ?? character);
}

/** CONTRACT section 2, `POST /users/legal`. */
export async function createLegalUser(ctx: Context, input: CreateLegalUser): Promise<User> {
  refuseWrongSiren(input.country, input.siren);
  return createUser(ctx, {
    type: 'LEGAL',
    ...named(input.name),
    siren: input.siren,
    postalCode: input.postal_code,
    apeCode: input.ape_code,
    ...(await ownColumns(ctx, input)),
  });
}

/** CONTRACT section 2, `POST /users/natural`; `name` is derived. */
export async function createNaturalUser(ctx: Context, input: CreateNaturalUser): Promise<User> {
  return createUser(ctx, {
    type: 'NATURAL',
    ...named(`${input.first_name} ${input.last_name}`),
    firstName: input.first_name,
    lastName: input.last_name,
    birthDate: input.birth_date,
    ...(await ownColumns(ctx, input)),
  });
}

type NewUser = Omit<Prisma.UserUncheckedCreateInput, 'id' | 'accountId' | 'createdAt'>;

async function createUser(ctx: Context, columns: NewUser): Promise<User> {
  const providers = await listAutoConnectProviders(ctx);
  return transaction(ctx.database, async (tx) => {
    const user = await tx.user.create({
      data: { id: newId(), accountId: ctx.accountId, createdAt: ctx.clock.now(), ...columns },
    });
    for (const provider of providers) await autoConnect(tx, ctx, user, provider);
    return user;
  });
}

/** CONTRACT section 2, `PATCH /users/{userId}`: fields of the user's own type; `null` clears. */
export async function patchUser(ctx: Context, userId: string, patch: PatchUser): Promise<User> {
  const returnUrl = patch.return_url === undefined ? undefined : await checked(ctx, patch.return_url);
  return transaction(ctx.database, async (tx) => {
    // A new group is written to the connections too.
    if (patch.group !== undefined) await lockUserWithConnections(tx, ctx, userId);
    // A write that changes nothing takes the row: name and country are judged by what is there, not by what was.
    await tx.user.updateMany({
      where: { id: userId, accountId: ctx.accountId },
      data: { accountId: ctx.accountId },
    });
    const user = await getUser(ctx, userId, tx);
    refuseForeignFields(user, patch);
    refuseWrongSiren(patch.country ?? user.country, patch.siren === undefined ? user.siren : patch.siren);
    // Another company: what earlier reads know about is not this one's.
    if (patch.siren !== undefined && patch.siren !== user.siren) await restartReading(tx, ctx, user.id);
    return tx.user.update({ where: { id: user.id }, data: changedColumns(user, patch, returnUrl) });
  });
}

function changedColumns(
  user: User,
  patch: PatchUser,
  returnUrl: string | null | undefined,
): Prisma.UserUpdateInput {
  const firstName = patch.first_name ?? user.firstName;
  const lastName = patch.last_name ?? user.lastName;
  const name = user.type === 'NATURAL' ? `${firstName} ${lastName}` : (patch.name ?? user.name);
  return {
    ...named(name),
    firstName,
    lastName,
    ...(patch.country !== undefined && { country: patch.country }),
    ...(patch.birth_date !== undefined && { birthDate: patch.birth_date }),
    ...(patch.siren !== undefined && { siren: patch.siren }),
    ...(patch.postal_code !== undefined && { postalCode: patch.postal_code }),
    ...(patch.ape_code !== undefined && { apeCode: patch.ape_code }),
    ...(patch.group !== undefined && { group: patch.group }),
    ...(returnUrl !== undefined && { returnUrl }),
  };
}

/** CONTRACT section 2, `DELETE /users/{userId}`: ends every connection and erases all data. */
export async function deleteUser(ctx: Context, userId: string): Promise<void> {
  await transaction(ctx.database, async (tx) => {
    await lockUserWithConnections(tx, ctx, userId);
    const user = await getUser(ctx, userId, tx);
    const connections = await tx.dataConnection.findMany({
      where: { userId: user.id, accountId: ctx.accountId },
      // The same order for everybody, so that two transactions cannot wait for each other.
      orderBy: { id: 'asc' },
    });
    for (const row of connections) {
      const last = await eraseConnection(tx, ctx, row);
      if (last !== null) await recordDeletion(tx, ctx, last);
    }
    await tx.user.deleteMany({ where: { id: user.id, accountId: ctx.accountId } });
  });
  wakeRevoker(ctx);
  wake();
}

/**
 * For what changes a user's key, or ends it: a connection that is being made either is there already, or waits and sees
 * the outcome. SQLite has one writer.
 *
 * The connections come first: a transaction that writes the same connection twice holds it while it asks for its user,
 * because Postgres checks a foreign key again for a row version of the same transaction. Then their syncs: who
 * stores a page holds its sync and asks for the user.
 */
async function lockUserWithConnections(tx: Transaction, ctx: Context, userId: string): Promise<void> {
  if (dialectOf(tx) === 'sqlite') return;
  await tx.$queryRaw`
    SELECT 1 FROM data_connection WHERE user_id = ${userId} AND account_id = ${ctx.accountId} ORDER BY id FOR UPDATE`;
  await tx.$queryRaw`
    SELECT 1 FROM data_sync WHERE active_key IS NOT NULL AND connection_id IN (
      SELECT id FROM data_connection WHERE user_id = ${userId} AND account_id = ${ctx.accountId})
    ORDER BY id FOR UPDATE`;
  await tx.$queryRaw`SELECT 1 FROM "user" WHERE id = ${userId} AND account_id = ${ctx.accountId} FOR UPDATE`;
}

function named(name: string) {
  return { name, nameSearch: toSearchForm(name) };
}

async function ownColumns(
  ctx: Context,
  input: { country: string; group: string; return_url: string | null },
) {
  return { country: input.country, group: input.group, returnUrl: await checked(ctx, input.return_url) };
}

async function checked(ctx: Context, returnUrl: string | null): Promise<string | null> {
  if (returnUrl === null) return null;
  const account = await getAccount(ctx);
  return checkReturnUrl(returnUrl, readReturnUrlOrigins(account.returnUrlOrigins));
}

/** Nine digits in France; no checksum (CONTRACT section 2). */
function refuseWrongSiren(country: string, siren: string | null): void {
  if (country !== 'FR' || siren === null || /^\d{9}$/.test(siren)) return;
  refuse([{ path: 'siren', message: 'must have nine digits when country is FR' }]);
}

const onlyOf: Record<User['type'], readonly (keyof PatchUser)[]> = {
  LEGAL: ['name', 'siren', 'postal_code', 'ape_code'],
  NATURAL: ['first_name', 'last_name', 'birth_date'],
};

function refuseForeignFields(user: User, patch: PatchUser): void {
  const foreign = onlyOf[user.type === 'LEGAL' ? 'NATURAL' : 'LEGAL'].filter(
    (field) => patch[field] !== undefined,
  );
  refuse(foreign.map((path) => ({ path, message: `is not a field of a ${user.type} user` })));
}

function refuse(errors: FieldError[]): void {
  if (errors.length > 0) throw new AppError('VALIDATION_FAILED', 'The user is not valid.', { errors });
}
