import { defineConfig } from 'vitest/config';

const databaseTests = '{server,app,providers,scripts,sandbox,bench,chaos}/**/*.db.test.ts';

export default defineConfig({
  resolve: { alias: { '@/': `${import.meta.dirname}/` } },
  test: {
    // A test that hangs must fail before anybody waits for it; hooks may migrate a database.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // The process keeps the operator's variables away from the tests' own settings.
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent' },
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,bench,chaos,components,providers,sandbox,scripts,server,texts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts'],
        },
      },
      {
        test: { name: 'sqlite', include: [databaseTests], env: { TEST_DATABASE: 'sqlite' } },
      },
      {
        test: {
          name: 'postgres',
          include: [databaseTests],
          env: { TEST_DATABASE: 'postgres' },
          globalSetup: ['server/testing/postgres-global-setup.ts'],
        },
      },
    ],
  },
});
