import { expect } from 'playwright/test';
import { createConnection, patchConnection } from './api.ts';
import { serverUrl } from './environment.ts';
import { test } from './fixtures.ts';
import { connect, heading } from './steps.ts';

test('no page of ours is shown in a frame of another site', async ({ page, consumer, policyReports }) => {
  const fresh = await createConnection();
  const straight = await createConnection({ skipPermissions: true });
  const connected = await createConnection();
  await connect(page, connected.link);
  await expect(heading(page)).toHaveText('Connected');
  const dead = await createConnection();
  await connect(page, dead.link);
  await expect(heading(page)).toHaveText('Connected');
  await patchConnection(dead, { status: 'DISCONNECTED' });

  const addresses = [
    fresh.link,
    `${fresh.link}?step=cancelled`,
    straight.link,
    connected.link,
    `${connected.link}?step=done`,
    dead.link,
    `${serverUrl}/connect/unknown`,
    `${serverUrl}/connect/callback/sandbox_openbanking?code=c&state=s`,
    `${serverUrl}/`,
    `${serverUrl}/nowhere`,
    `${serverUrl}/readyz`,
  ];
  const showInFrame = (address: string) =>
    page.goto(`${consumer.origin}/?frame=${encodeURIComponent(address)}`);
  const frameUrl = () => page.frames()[1]?.url();
  for (const address of addresses) {
    await showInFrame(address);
    await expect.poll(frameUrl, address).toBe('chrome-error://chromewebdata/');
  }
  // A page that allows it is shown there.
  await showInFrame(consumer.returnUrl);
  await expect(page.frameLocator('iframe').locator('h1')).toHaveText('Welcome back at Fidu');
  // Chromium says for each of them that it refused, which shows that the other tests would have heard a report.
  expect(policyReports.length).toBeGreaterThan(0);
  policyReports.length = 0;
});
