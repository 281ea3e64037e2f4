/**
 * The commands that lead from a fresh start to the first data: the same on the landing page and in the
 * terminal. They need `curl` and `sed` only, and `$MOORAGE_API_KEY` in the shell.
 *
 * `providerName`: an enabled provider that has BANK_TRANSACTION.
 */
export function firstStepCommands(publicUrl: string, providerName: string): FirstSteps {
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
    `curl -sS -X POST -H "X-API-KEY: $MOORAGE_API_KEY" ${publicUrl}/api/v6/users/$user/sync`,
    `curl -sS -H "X-API-KEY: $MOORAGE_API_KEY" ${publicUrl}/api/v6/users/$user/bank-transactions`,
  ];
}

/** Create a user, create a connection, print its link; once it was opened: synchronize, read. */
type FirstSteps = [string, string, string, string, string];
