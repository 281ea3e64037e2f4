import { expect } from 'playwright/test';
import { signIn } from './admin.ts';
import { forgeAuditEntry } from './database.ts';
import { expectAccessible, expectNoSidewaysScroll } from './expect-page.ts';
import { test } from './fixtures.ts';
import { startOwnServer, withFirstAdmin } from './own-server.ts';

test('the audit log says whether its entries fit together, and from where on they do not', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const server = await startOwnServer(withFirstAdmin);
  try {
    await signIn(page, undefined, server.url);
    const open = () => page.goto(`${server.url}/admin/audit?action=admin.sign_out`);
    await open();
    await expect(page.getByText('No entry fits this filter.')).toBeVisible();
    await expect(page.getByText('entries 1 to 2 fit together')).toBeVisible();
    await expect(page.getByText('npm run moorage -- audit verify')).toBeVisible();
    forgeAuditEntry(server.dataDir);
    await open();
    await expect(page.getByText('The log cannot be trusted from entry 1 on')).toBeVisible();
    await expect(page.getByText('fit together')).toHaveCount(0);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  } finally {
    await server.remove();
  }
});
