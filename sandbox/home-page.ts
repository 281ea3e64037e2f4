import type { OAuthProviderName } from './catalogue.ts';
import {
  clientSecretOf,
  OAUTH_PROVIDER_NAMES,
  OAUTH_PROVIDERS,
  PRIVATE_COMPANIES,
  PROTOCOL_SCOPES,
  redirectUriOf,
} from './catalogue.ts';
import { FAULT_KINDS, FAULT_TARGETS } from './fault-catalogue.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Context } from './koa-types.ts';
import { sendPage } from './page.ts';

/** `GET /`: what this server is, what can be connected to it, and how to make it misbehave. */
export function sendHomePage(ctx: Context, issuer: string, publicUrl: string): void {
  const content = html`<h1>A provider to try connections with</h1>
<p>A real OAuth 2 server with invented companies and no passwords. Moorage at <a href="${publicUrl}">${publicUrl}</a>
connects to it as to any provider; tests script its faults. Metadata:
<a href="/.well-known/oauth-authorization-server">/.well-known/oauth-authorization-server</a>.</p>
<h2>OAuth providers</h2>
${OAUTH_PROVIDER_NAMES.map((name) => renderProvider(name, publicUrl))}
<h2>API keys of <code>sandbox_private</code></h2>
<p>To be typed on Moorage's page; they travel in the header <code>X-Sandbox-Key</code>.</p>
<dl>${[...PRIVATE_COMPANIES].map(
    ([key, { name }]) => html`<div><dt><code>${key}</code></dt><dd>${name}</dd></div>`,
  )}</dl>
<h2>Scripted faults</h2>
<p>From this machine only. Each fault hits the next <code>times</code> (1) requests of its kind, in the order given;
<code>provider_name</code> narrows it. <code>on</code> is one of ${FAULT_TARGETS.join(', ')}. What was served is in
<a href="/ledger">/ledger</a>, what is scripted in <a href="/control">/control</a>.</p>
<pre>curl ${issuer}/control -H 'Content-Type: application/json' \\
  -d '{"faults": [{"on": "token", "fault": "429", "retry_after": 2}]}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"clear_faults": true}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"revoke_grants": {"sub": "bank-studio-nacre"}}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"access_token_ttl": 5}'</pre>
${groupFaults().map(
  ({ on, faults }) => html`<h3>${on}</h3>
<dl>${faults.map(({ name, does }) => html`<div><dt><code>${name}</code></dt><dd>${does}</dd></div>`)}</dl>`,
)}`;
  sendPage(ctx, { title: 'What this is', isWide: true, content });
}

function renderProvider(name: OAuthProviderName, publicUrl: string): Html {
  const { title, scopes, identities } = OAUTH_PROVIDERS[name];
  return html`<h3>${title}</h3>
<dl>
<div><dt>Client id</dt><dd><code>${name}</code></dd></div>
<div><dt>Client secret</dt><dd><code>${clientSecretOf(name)}</code></dd></div>
<div><dt>Redirect URI</dt><dd><code>${redirectUriOf(publicUrl, name)}</code></dd></div>
<div><dt>Scopes</dt><dd><code>${[...Object.keys(scopes), ...Object.keys(PROTOCOL_SCOPES)].join(' ')}</code></dd></div>
<div><dt>Identities</dt><dd>${identities.map((identity) => identity.name).join(', ')}</dd></div>
</dl>`;
}

/** The faults under the requests they can hit: `"on": "token"` stands for a code exchange or a refresh. */
function groupFaults(): { on: string; faults: { name: string; does: string }[] }[] {
  const all = Object.entries(FAULT_KINDS).map(([name, { on, does }]) => {
    const places = on.length === FAULT_TARGETS.length ? 'any of them' : on.join(', ');
    return { on: `on: ${places}`, name, does };
  });
  return [...Map.groupBy(all, ({ on }) => on)].map(([on, faults]) => ({ on, faults }));
}
