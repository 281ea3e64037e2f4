/** Where the server under test is; `playwright.config.ts` chooses once and says so in these variables. */
function read(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: run these tests through playwright.config.ts`);
  return value;
}

export const serverUrl = read('E2E_URL');
export const sandboxUrl = read('E2E_SANDBOX_URL');
export const apiKey = read('E2E_API_KEY');
export const dataDir = read('E2E_DATA_DIR');
