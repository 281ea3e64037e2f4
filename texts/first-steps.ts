/**
 * The commands that lead from a fresh start to the first connection: the same on the landing page and in the
 * terminal. They need `curl` and `sed` only, and `$MOORAGE_API_KEY` in the shell.
 *
 * `providerName`: an enabled provider that has BANK_TRANSACTION.
 */
export function firstStepCommands(publicUrl: string, providerName: string): [string, string, string] {
  const post = `curl -sS -H "X-API-KEY: $MOORAGE_API_KEY" -H 'Content-Type: application/json'`;
  const pick = (name: string) => `sed -E 's/.*"${name}":"([^"]+)".*/\\1/'`;
  const connection = JSON.stringify({
    provider_name: providerName,
    requested_data_types: ['BANK_TRANSACTION'],
  });
  return [
    `user=$(${post} -d '{"name":"Atelier Marnie"}' ${publicUrl}/api/v6/users/legal | ${pick('id')})`,
    `link=$(${post} -d '${connection}' ${publicUrl}/api/v6/users/$user/data-connections | ${pick('redirect_url')})`,
    `echo "$link"`,
  ];
}
