import { checkReturnUrl, getAccount, readReturnUrlOrigins } from '@/server/accounts/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import { batch, type Transaction } from '@/server/db/client.ts';
import { isForeignKeyViolation, isUniqueViolation } from '@/server/db/errors.ts';
import type { DataConnection, Prisma, User } from '@/server/db/models.ts';
import { type EventWrite, recordStatusChange } from '@/server/events/index.ts';
import { type AccountProvider, getAccountProvider } from '@/server/provider-settings/index.ts';
import type { ProviderManifest } from '@/server/providers/manifest.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { count, funnelCounts, statusCounts } from '@/server/stats/index.ts';
import { toDataTypeBits } from './data-type-bits.ts';
import { getUser } from './find.ts';
import { newLink } from './link.ts';
import type { CreateDataConnection } from './schemas.ts';

/**
 * CONTRACT section 4, `POST …/data-connections`. AUTH_REQUIRED with a link, or CONNECTED at once when the provider needs
 * no authorization. Throws `USER_NOT_FOUND`, `PROVIDER_NOT_FOUND`, `PROVIDER_NOT_ENABLED`, `UNSUPPORTED_DATA_TYPE`,
 * `INVALID_RETURN_URL`, `PROVIDER_UNIQUE`.
 */
export async function createConnection(
  ctx: Context,
  userId: string,
  input: CreateDataConnection,
): Promise<DataConnection> {
  const user = await getUser(ctx, userId);
  const { manifest } = await getEnabledProvider(ctx, input.provider_name);
  refuseUnsupported(manifest, input.requested_data_types);
  const returnUrl = await resolveReturnUrl(ctx, input.return_url, user);
  return insertConnection(ctx, user, manifest, {
    requestedDataTypes: input.requested_data_types,
    skipPermissions: input.skip_permissions,
    purpose: input.purpose ?? null,
    returnUrl,
  });
}

/** Connects a new user to a provider without authorization, with all its data types (CONTRACT section 3). */
export async function autoConnect(
  tx: Transaction,
  ctx: Context,
  user: User,
  provider: AccountProvider,
): Promise<void> {
  const writes = writesOfConnection(tx, ctx, user, provider.manifest, {
    requestedDataTypes: provider.manifest.dataTypes.map(({ type }) => type),
    skipPermissions: false,
    purpose: null,
    returnUrl: user.returnUrl,
  });
  for (const write of writes) await write;
}

async function getEnabledProvider(ctx: Context, name: string): Promise<AccountProvider> {
  const provider = await getAccountProvider(ctx, name);
  if (provider.enabled) return provider;
  const advice = provider.available
    ? `Enable it with PUT /providers/${name}.`
    : 'The sandbox is off (SANDBOX=off).';
  throw new AppError('PROVIDER_NOT_ENABLED', `${name} is not enabled. ${advice}`);
}

/** Throws `UNSUPPORTED_DATA_TYPE` naming the ones the provider does not have, and the ones it has. */
export function refuseUnsupported(manifest: ProviderManifest, requested: readonly string[]): void {
  const supported = manifest.dataTypes.map(({ type }): string => type);
  const errors = requested.flatMap((name, index) =>
    supported.includes(name)
      ? []
      : [{ path: `requested_data_types[${index}]`, message: 'not supported by this provider' }],
  );
  if (errors.length === 0) return;
  const wrong = requested.filter((name) => !supported.includes(name)).map((name) => name.slice(0, 50));
  throw new AppError(
    'UNSUPPORTED_DATA_TYPE',
    `${manifest.name} cannot deliver ${wrong.join(', ')}. It delivers ${supported.join(', ')}.`,
    { errors },
  );
}

async function resolveReturnUrl(
  ctx: Context,
  given: string | null | undefined,
  user: User,
): Promise<string | null> {
  const value = given === undefined ? user.returnUrl : given;
  if (value === null) return null;
  const account = await getAccount(ctx);
  return checkReturnUrl(value, readReturnUrlOrigins(account.returnUrlOrigins));
}

interface NewConnection {
  requestedDataTypes: string[];
  skipPermissions: boolean;
  purpose: string | null;
  returnUrl: string | null;
}

async function insertConnection(
  ctx: Context,
  user: User,
  manifest: ProviderManifest,
  input: NewConnection,
): Promise<DataConnection> {
  try {
    return await batch(ctx.database, (tx) => writesOfConnection(tx, ctx, user, manifest, input));
  } catch (error) {
    // The user was deleted in between, or is in another group now.
    if (isForeignKeyViolation(error))
      return insertConnection(ctx, await getUser(ctx, user.id), manifest, input);
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      'PROVIDER_UNIQUE',
      `This user has a connection to ${manifest.name}, and this provider allows one. Use that one, or delete it first.`,
    );
  }
}

/** The row, its first event and what is counted; they happen in one transaction of the caller's. */
function writesOfConnection(
  tx: Transaction,
  ctx: Context,
  user: User,
  manifest: ProviderManifest,
  input: NewConnection,
): [Prisma.PrismaPromise<DataConnection>, EventWrite, Prisma.PrismaPromise<Prisma.BatchPayload>] {
  const id = newId();
  const now = ctx.clock.now();
  const providerName = manifest.name;
  const status = manifest.auth.kind === 'none' ? 'CONNECTED' : 'AUTH_REQUIRED';
  const version = 1;
  const funnelStep = status === 'AUTH_REQUIRED' ? 1 : 0;
  const row = tx.dataConnection.create({
    data: {
      id,
      accountId: ctx.accountId,
      userId: user.id,
      userGroup: user.group,
      providerName,
      // The database holds the promise of one connection per user: two racing requests have one winner.
      uniqueKey: manifest.unique ? `${user.id}:${providerName}` : null,
      ...input,
      dataTypeBits: toDataTypeBits(input.requestedDataTypes),
      ...{ status, version, funnelStep, createdAt: now, statusChangedAt: now, changeKey: id },
      ...(status === 'AUTH_REQUIRED'
        ? newLink(ctx, id)
        : { connectedAt: now, nextSyncAt: now, grantedDataTypes: input.requestedDataTypes }),
    },
  });
  const subject = { id, userId: user.id, providerName };
  const counts = [
    ...statusCounts(providerName, null, status),
    ...funnelCounts({ providerName, createdAt: now }, 0, funnelStep),
  ];
  return [
    row,
    recordStatusChange(tx, ctx, subject, { version, from: null, to: status }),
    count(tx, ctx, counts),
  ];
}
