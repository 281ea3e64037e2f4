import { z } from 'zod';
import { failpoint } from '@/server/core/failpoint.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { OAuthError, type OAuthServer, refreshTokens, type TokenSet } from '@/server/oauth/index.ts';
import { callbackUri, getAccountProvider } from '@/server/provider-settings/index.ts';
import { minimalScopes, providerValues, TemplateError, toOAuthServer } from '@/server/providers/index.ts';
import { type Context, oauthCall, runSettingValues } from '@/server/runtime/runtime.ts';
import type { FoundGrant } from './find-grant.ts';

/** Total, of one request. */
const deadlineMs = 20_000;

/** A refresh request, ready to be sent. */
export interface RefreshRequest {
  server: OAuthServer;
  scopes: string[];
  redirectUri: string;
}

/**
 * Everything of the request but the token.
 *
 * @throws {OAuthError} `client_config` when a value of the operator is missing
 */
export async function composeRefresh(ctx: Context, found: FoundGrant): Promise<RefreshRequest> {
  const { connection, manifest, grant, credential } = found;
  const provider = await getAccountProvider(ctx, manifest.name);
  const redirectUri = callbackUri(ctx, manifest.name);
  const scopes = grant.scope?.split(' ').filter((scope) => scope !== '');
  try {
    const values = providerValues({
      manifest,
      runSettings: runSettingValues(ctx.settings),
      operatorCredentials: provider.credentials,
      settings: provider.settings,
      inputs: {},
      kept: credential.secrets.values,
      redirectUri,
    });
    return {
      server: toOAuthServer(manifest, values),
      scopes: scopes ?? minimalScopes(manifest, agreedDataTypes(connection), provider.settings),
      redirectUri,
    };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new OAuthError('client_config', error.message);
  }
}

function agreedDataTypes({ agreedDataTypes, requestedDataTypes }: DataConnection): string[] {
  return z.array(z.string()).parse(agreedDataTypes ?? requestedDataTypes);
}

/** Sends one refresh request, once. Throws `OAuthError`. */
export async function requestRefresh(
  ctx: Context,
  { server, scopes, redirectUri }: RefreshRequest,
  refreshToken: string,
): Promise<TokenSet> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const call = { ...oauthCall(ctx), signal };
    return await refreshTokens({ ...call, server, scopes, redirectUri, refreshToken });
  } catch (error) {
    throw signal.aborted && error === signal.reason
      ? new OAuthError('transient', 'timeout: deadline')
      : error;
  } finally {
    await failpoint('refresh.answered');
  }
}
