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
import { ENDPOINTS } from './resource-endpoints.ts';

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
<h2>Data</h2>
<p>Every identity has the same data at each start: two years of a bank account, a shop with orders and refunds, tax
declarations; the register knows a company for any SIREN (none for <code>404…</code>, one without filings for
<code>204…</code>). New records appear, some change and some go as the clock moves, and the clock can be moved. Each path
pages in its own way.</p>
<dl>${dataPaths().map(({ path, scope }) => html`<div><dt><code>${path}</code></dt><dd>${scope}</dd></div>`)}</dl>
<pre>curl ${issuer}/control -H 'Content-Type: application/json' -d '{"advance_seconds": 864000}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"now": "2027-01-01T08:00:00Z"}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"clock": "system"}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"volume": {"transactions": 1000000}}'
curl '${issuer}/expected?sub=bank-studio-nacre&type=BANK_TRANSACTION'
curl '${issuer}/ledger/counts?kind=resource'</pre>
<h2>Scripted faults</h2>
<p>From this machine only. Each fault hits the next <code>times</code> (1) requests of its kind, in the order given;
<code>provider_name</code> narrows it,
and so do <code>path</code>, <code>scope</code> and <code>skip</code> (how many it lets pass before) on the data. <code>on</code> is one of ${FAULT_TARGETS.join(', ')}. What was served is in
<a href="/ledger">/ledger</a>, what is scripted in <a href="/control">/control</a>.</p>
<pre>curl ${issuer}/control -H 'Content-Type: application/json' \\
  -d '{"faults": [{"on": "token", "fault": "429", "retry_after": 2}]}'
curl ${issuer}/control -H 'Content-Type: application/json' \\
  -d '{"faults": [{"on": "resource", "path": "/bank/transactions", "fault": "reset_mid_body", "skip": 2}]}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"clear_faults": true}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"revoke_grants": {"sub": "bank-studio-nacre"}}'
curl ${issuer}/control -H 'Content-Type: application/json' -d '{"access_token_ttl": 5}'</pre>
${groupFaults().map(
  ({ on, faults }) => html`<h3>${on}</h3>
<dl>${faults.map(({ name, does }) => html`<div><dt><code>${name}</code></dt><dd>${does}</dd></div>`)}</dl>`,
)}`;
  sendPage(ctx, { title: 'What this is', isWide: true, content });
}

function dataPaths(): { path: string; scope: string }[] {
  const open = ['', '/officers', '/beneficial-owners', '/offices', '/notices', '/statements'];
  return [
    ...Object.entries(ENDPOINTS).map(([path, { scope }]) => ({ path, scope: `scope ${scope}` })),
    { path: '/private/vat-declarations', scope: 'an API key' },
    ...open.map((part) => ({ path: `/public/companies/{siren}${part}`, scope: 'open' })),
  ];
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
