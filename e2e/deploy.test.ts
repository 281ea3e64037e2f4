import { expect } from 'playwright/test';
import { createConnection, readConnection } from './api.ts';
import { test } from './fixtures.ts';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { decide, heading } from './steps.ts';

let server: OwnServer;
test.beforeAll(async () => {
  server = await startOwnServer();
});
test.afterAll(() => server.remove());

test('a restart between opening and Allow, and one during the consent, break nothing', async ({ page }) => {
  const connection = await createConnection({}, server.access);
  await page.goto(connection.link);
  await expect(heading(page)).toContainText('Share your Sandbox Bank data');
  await server.restart();
  await decide(page, 'allow');
  await expect(heading(page)).toHaveText('Sandbox Bank');
  await server.restart();
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(heading(page)).toHaveText('Connected');
  expect((await readConnection(connection, server.access)).status).toBe('CONNECTED');
});
