/**
 * The consent page, for people, browser tests and scripts (fetch and a cookie jar are enough):
 *
 *   GET  /authorize?…        303 to /consent/{uid}, with two cookies that belong to this request
 *   GET  /consent/{uid}      the page; its form is
 *   POST /consent/{uid}      application/x-www-form-urlencoded:
 *          identity            `sub` of the test identity (radio buttons; the first is preselected)
 *          scope               one per granted scope (checkboxes; all are ticked)
 *          decision            `approve` or `deny` (the two buttons)
 *        303 to /authorize/{uid}, which answers 303 to the client's redirect URI
 *
 * Follow the redirects with the cookies. Deny, and Approve with no scope of data ticked, answer `access_denied`.
 */

import type { Provider } from 'oidc-provider';
import { errors } from 'oidc-provider';
import { z } from 'zod';
import type { OAuthProviderName } from './catalogue.ts';
import { describeScope, isOAuthProviderName, OAUTH_PROVIDERS, PROTOCOL_SCOPES } from './catalogue.ts';
import { renderConsent } from './consent-page.ts';
import type { Exchange } from './exchange.ts';
import type { Context, Middleware } from './koa-types.ts';
import { sendErrorPage, sendPage } from './page.ts';

const answerSchema = z.object({
  identity: z.string(),
  scope: z.array(z.string()),
  decision: z.enum(['approve', 'deny']),
});

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

export function createConsent(provider: Provider, exchangeOf: (ctx: Context) => Exchange): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/consent/')) return next();
    const interaction = await findInteraction(provider, ctx);
    const providerName = interaction?.params.client_id;
    if (!interaction || !isOAuthProviderName(providerName)) {
      return sendErrorPage(ctx, 400, 'expired', 'This page has expired or was opened in another browser.');
    }
    const scopes = requestedScopes(interaction, providerName);
    if (ctx.method === 'POST') {
      return answer(provider, ctx, exchangeOf(ctx).form, { interaction, providerName, scopes });
    }
    const redirectOrigin = new URL(String(interaction.params.redirect_uri)).origin;
    const content = renderConsent({ uid: interaction.uid, providerName, scopes, redirectOrigin });
    sendPage(ctx, { title: OAUTH_PROVIDERS[providerName].title, content });
  };
}

async function findInteraction(provider: Provider, ctx: Context): Promise<Interaction | null> {
  try {
    return await provider.interactionDetails(ctx.req, ctx.res);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}

function requestedScopes(interaction: Interaction, providerName: OAuthProviderName): string[] {
  const requested = String(interaction.params.scope ?? '').split(' ');
  return requested.filter((scope) => describeScope(providerName, scope) !== null);
}

async function answer(
  provider: Provider,
  ctx: Context,
  form: URLSearchParams,
  asked: { interaction: Interaction; providerName: OAuthProviderName; scopes: string[] },
): Promise<void> {
  const parsed = answerSchema.safeParse({ ...Object.fromEntries(form), scope: form.getAll('scope') });
  const { identities } = OAUTH_PROVIDERS[asked.providerName];
  const identity = identities.find(({ sub }) => sub === parsed.data?.identity);
  if (!parsed.success || !identity) {
    return sendErrorPage(ctx, 400, 'invalid_request', 'Choose a test identity, then approve or deny.');
  }
  const granted = asked.scopes.filter((scope) => parsed.data.scope.includes(scope));
  const isDenied = parsed.data.decision === 'deny' || granted.every((scope) => scope in PROTOCOL_SCOPES);
  const result = isDenied
    ? { error: 'access_denied', error_description: 'The test user granted nothing' }
    : {
        login: { accountId: identity.sub, remember: false },
        consent: { grantId: await saveGrant(provider, asked, identity.sub, granted) },
      };
  const returnTo = await provider.interactionResult(ctx.req, ctx.res, result, {
    mergeWithLastSubmission: false,
  });
  ctx.redirect(returnTo);
  ctx.status = 303;
}

async function saveGrant(
  provider: Provider,
  asked: { providerName: OAuthProviderName; scopes: string[] },
  accountId: string,
  granted: string[],
): Promise<string> {
  const grant = new provider.Grant({ accountId, clientId: asked.providerName });
  grant.addOIDCScope(granted.join(' '));
  const refused = asked.scopes.filter((scope) => !granted.includes(scope));
  if (refused.length > 0) grant.rejectOIDCScope(refused.join(' '));
  return grant.save();
}
