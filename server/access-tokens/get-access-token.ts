import { OAuthError } from '@/server/oauth/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { refreshDueAt } from './due.ts';
import { GrantGoneError } from './errors.ts';
import { type Credential, findGrant } from './find-grant.ts';
import { type Pause, refresh } from './refresh.ts';
import { singleFlight } from './single-flight.ts';

/** `pause`: how to wait for another process that refreshes at the moment. */
interface Options {
  pause?: Pause;
}

/**
 * The credential of a CONNECTED connection, its access token refreshed when 80 % of its lifetime are over. What cannot
 * be refreshed is given as it is.
 *
 * @throws {GrantGoneError} the provider ended the grant
 * @throws {ConnectionGoneError} the connection was deleted or is not CONNECTED
 * @throws {OAuthError} `client_config`, `transient`, `bad_answer`: nothing is lost, try again later
 */
export async function getAccessToken(
  ctx: Context,
  connectionId: string,
  options: Options = {},
): Promise<Credential> {
  const found = await findGrant(ctx, connectionId);
  if (found.grant === null || !found.credential.renewable) return found.credential;
  const due = refreshDueAt(found.grant, found.manifest);
  const now = ctx.clock.now();
  if (due === null || due > now) return found.credential;
  try {
    return await newerThan(ctx, connectionId, found.credential.version, options);
  } catch (error) {
    const { accessTokenExpiresAt: end } = found.grant;
    const isPassing = error instanceof OAuthError && ['transient', 'bad_answer'].includes(error.kind);
    // The refresh was early on purpose: until the end of its life the token at hand is as good.
    if (isPassing && end !== null && end > now) return found.credential;
    throw error;
  }
}

/**
 * After a 401 with `used`: a credential newer than it, refreshed by one request however many ask, in whatever process.
 * A credential that is not renewable ends here with `GrantGoneError`.
 *
 * @throws like `getAccessToken`
 */
export async function renewAccessToken(
  ctx: Context,
  connectionId: string,
  used: Credential,
  options: Options = {},
): Promise<Credential> {
  const { grant, credential } = await findGrant(ctx, connectionId);
  if (credential.version !== used.version) return credential;
  if (grant === null || !credential.renewable) throw new GrantGoneError('revoked');
  return newerThan(ctx, connectionId, credential.version, options);
}

async function newerThan(
  ctx: Context,
  connectionId: string,
  version: number,
  options: Options,
): Promise<Credential> {
  const credential = await singleFlight(connectionId, () =>
    refresh(ctx, connectionId, version, options.pause),
  );
  // A flight that began before this version was read brings nothing new; the next one does.
  return credential.version === version ? newerThan(ctx, connectionId, version, options) : credential;
}
