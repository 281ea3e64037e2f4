/** The admin of the server that all tests share: `playwright.config.ts` makes it with the run settings. */
export const firstAdmin = { email: 'ada@fidu.example', password: 'correct horse battery' };
