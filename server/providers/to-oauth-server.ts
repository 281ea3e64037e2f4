import { type ClientAuthMethod, newOAuthServer, type OAuthServer } from '@/server/oauth/index.ts';
import type { OAuth2AuthorizationCode, ProviderManifest } from './manifest.ts';
import { fillTemplate, fillText, type TemplateValues } from './template.ts';

/**
 * The manifest as `server/oauth` wants it: values put in, nothing left to fill.
 *
 * @param values of `providerValues`
 * @throws {TemplateError} when a value is missing, the operator's client id say
 * @throws {TypeError} when the manifest authorizes in another way
 */
export function toOAuthServer(manifest: ProviderManifest, values: TemplateValues): OAuthServer {
  const { auth } = manifest;
  if (auth.kind !== 'oauth2_authorization_code') throw new TypeError(`${manifest.name} has no OAuth server`);
  const url = (template: string) => fillTemplate(template, values);
  const texts = (templates: Record<string, string>) => fillTexts(templates, values);
  const tokenEndpointAuthMethod = methodOf(auth);
  return newOAuthServer({
    issuer: auth.issuer === undefined ? null : url(auth.issuer),
    authorizationEndpoint: url(auth.authorizationEndpoint),
    tokenEndpoint: url(auth.tokenEndpoint),
    pushedAuthorizationRequestEndpoint:
      auth.pushedAuthorizationRequest === undefined ? null : url(auth.pushedAuthorizationRequest.endpoint),
    revocation: revocationOf(auth, url),
    clientId: fillText('{client_id}', values),
    clientSecret: needsSecret(auth) ? fillText('{client_secret}', values) : (values.client_secret ?? null),
    tokenEndpointAuthMethod,
    authorizationResponseIss: auth.authorizationResponseIss,
    pkce: auth.pkce,
    resource: auth.resource.map(url),
    responseType: auth.responseType,
    clientIdParameter: auth.clientIdParameter,
    scopeParameter: auth.scopes.parameter,
    scopeSeparator: auth.scopes.separator,
    extraAuthorizationParams: texts(auth.extraAuthorizationParams),
    codeParameter: auth.codeParameter,
    refusals: auth.callback.refusals,
    tokenRequest: {
      encoding: auth.tokenRequest.encoding,
      headers: texts(auth.tokenRequest.headers),
      extraParams: texts(auth.tokenRequest.extraParams),
      codeExchangeParams: texts(auth.tokenRequest.codeExchangeParams),
      refreshParams: texts(auth.tokenRequest.refreshParams),
      omit: auth.tokenRequest.omit,
      repeatScope: auth.refresh.kind !== 'none' && auth.refresh.repeatScope,
      repeatRedirectUri: auth.refresh.kind !== 'none' && auth.refresh.repeatRedirectUri,
    },
    tokenResponse: tokenResponseOf(auth),
  });
}

function fillTexts(templates: Record<string, string>, values: TemplateValues): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates).map(([name, template]) => [name, fillText(template, values)]),
  );
}

function methodOf({ tokenEndpointAuthMethod: method }: OAuth2AuthorizationCode): ClientAuthMethod {
  if (method === 'private_key_jwt') throw new TypeError('private_key_jwt is not supported');
  return method;
}

/** Without the secret the token request would fail, after the person has agreed. */
function needsSecret({ tokenEndpointAuthMethod: method }: OAuth2AuthorizationCode): boolean {
  return method === 'client_secret_basic' || method === 'client_secret_post';
}

function revocationOf(
  auth: OAuth2AuthorizationCode,
  url: (template: string) => string,
): OAuthServer['revocation'] {
  const { revocation } = auth;
  if (revocation.kind !== 'rfc7009') return null;
  const { endpoint, encoding, sendTokenTypeHint, clientAuth } = revocation;
  return {
    endpoint: url(endpoint),
    encoding,
    sendTokenTypeHint,
    clientAuth: clientAuth === 'token_endpoint' ? methodOf(auth) : clientAuth,
  };
}

function tokenResponseOf(auth: OAuth2AuthorizationCode): OAuthServer['tokenResponse'] {
  const { errorIn200, expiresAtField, scopeSeparator, keep: _kept, ...same } = auth.tokenResponse;
  return {
    ...same,
    errorIn200:
      errorIn200 === undefined
        ? null
        : { ...errorIn200, success: errorIn200.success ?? null, codePath: errorIn200.codePath ?? null },
    expiresAtField: expiresAtField ?? null,
    scopeSeparator: scopeSeparator ?? auth.scopes.separator,
  };
}
