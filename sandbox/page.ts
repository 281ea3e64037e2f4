import { createHash } from 'node:crypto';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Context } from './koa-types.ts';

const STYLES = `
:root { color-scheme: light dark; --ground: #f3efe6; --card: #fffdf8; --ink: #2b2620; --quiet: #645b4f;
  --line: #d9cfbe; --field: #8d8271; --accent: #7a4a00; --on-accent: #fff; --tint: #f6e9cf; }
@media (prefers-color-scheme: dark) { :root { --ground: #1b1814; --card: #26221c; --ink: #f1ebe0;
  --quiet: #b9ae9d; --line: #453e33; --field: #8d8271; --accent: #f0c069; --on-accent: #2b1c00; --tint: #3a2f1a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; padding: 2rem 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-top: .375rem solid var(--accent); border-radius: .75rem; }
main.wide { max-width: 52rem; }
.mark { display: inline-block; margin: 0 0 1rem; padding: .125rem .625rem; border: 1px dashed var(--accent);
  border-radius: 1rem; background: var(--tint); color: var(--accent); font-size: .875rem; font-weight: 600; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.125rem; }
p { margin: 0 0 .75rem; }
.quiet { color: var(--quiet); font-size: .9375rem; }
fieldset { margin: 1.5rem 0 0; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: .5rem; font-weight: 600; }
.choice { display: flex; gap: .75rem; align-items: flex-start; padding: .625rem .75rem; border: 1px solid var(--line);
  cursor: pointer; }
.choice + .choice { border-top: 0; }
.choice:first-of-type { border-radius: .5rem .5rem 0 0; }
.choice:last-of-type { border-radius: 0 0 .5rem .5rem; }
.choice:has(:checked) { background: var(--tint); }
.choice input { flex: none; width: 1.125rem; height: 1.125rem; margin: .1875rem 0 0; accent-color: var(--accent); }
.choice code { color: var(--quiet); }
.choice:has(:checked) code, .choice:has(:checked) .quiet { color: var(--ink); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 1rem; }
button { flex: 1 1 9rem; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--field);
  border-radius: .5rem; background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
pre { margin: 0 0 .75rem; padding: .75rem; border-radius: .5rem; background: var(--ground); white-space: pre-wrap; }
h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
dl { margin: 0 0 .75rem; font-size: .9375rem; }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .375rem 0; border-bottom: 1px solid var(--line); }
dt { flex: 0 0 14rem; }
dd { flex: 1 1 16rem; margin: 0; }
a { color: var(--accent); }
`;

const STYLE_HASH = createHash('sha256').update(STYLES).digest('base64');

/**
 * Sends a whole page. No `form-action` in the policy: Chromium applies it to every redirect that follows a form post,
 * and ours goes on to the consumer's return URL, which nobody here knows.
 */
export function sendPage(
  ctx: Context,
  page: { status?: number; title: string; isWide?: boolean; content: Html },
): void {
  ctx.status = page.status ?? 200;
  ctx.type = 'html';
  ctx.set({
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`,
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
  ctx.body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · Sandbox provider</title>
<style>${{ html: STYLES }}</style>
</head>
<body>
<main class="${page.isWide ? 'wide' : 'narrow'}">
<p class="mark">Sandbox provider · for tests</p>
${page.content}
</main>
</body>
</html>
`.html;
}

export function sendErrorPage(ctx: Context, status: number, error: string, words: string): void {
  const content = html`<h1>This request cannot go on</h1>
<p>${words}</p>
<p class="quiet">Error: <code>${error}</code>. Go back to the application you came from and start again.</p>`;
  sendPage(ctx, { status, title: 'This request cannot go on', content });
}
