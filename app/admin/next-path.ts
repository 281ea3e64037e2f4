/** Where a sign-in goes on to: a path of the dashboard, whatever was asked for (no open redirect). */
export function safeNextPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/admin(?:[/?]|$)/.test(wanted)) return '/admin';
  const base = 'http://dashboard.invalid';
  const url = URL.parse(wanted, base);
  return url === null || url.origin !== base || !url.pathname.startsWith('/admin')
    ? '/admin'
    : url.pathname + url.search;
}
