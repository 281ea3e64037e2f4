import type { OAuthProviderName } from './catalogue.ts';
import { describeScope, OAUTH_PROVIDERS } from './catalogue.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

type ConsentRequest = {
  uid: string;
  providerName: OAuthProviderName;
  /** The requested scopes that this provider has, in the order of the request. */
  scopes: string[];
  redirectOrigin: string;
};

/** The content of the consent page; consent.ts states what its form posts. */
export function renderConsent({ uid, providerName, scopes, redirectOrigin }: ConsentRequest): Html {
  const { title, identities } = OAUTH_PROVIDERS[providerName];
  return html`<h1>${title}</h1>
<p>The application registered as <code>${providerName}</code>, at <strong>${redirectOrigin}</strong>, asks to read
from an account here. Nothing is real: there is no password, and every name is invented.</p>
<form method="post" action="/consent/${uid}">
<fieldset>
<legend>Answer as</legend>
${identities.map(
  ({ sub, name, story }, index) => html`<label class="choice">
<input type="radio" name="identity" value="${sub}"${index === 0 ? { html: ' checked' } : ''}>
<span>${name} <span class="quiet">(${story})</span></span>
</label>
`,
)}</fieldset>
<fieldset>
<legend>It asks to</legend>
${scopes.map(
  (scope) => html`<label class="choice">
<input type="checkbox" name="scope" value="${scope}" checked>
<span>${describeScope(providerName, scope) ?? scope}<br><code>${scope}</code></span>
</label>
`,
)}</fieldset>
<div class="actions">
<button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button>
</div>
</form>
<p class="quiet">What you untick is not granted. Either way you go back to ${redirectOrigin}.</p>`;
}
