import { expect, type Page } from 'playwright/test';
import { openPage, signIn } from './admin.ts';
import { makeConnected, makeUser, newName } from './admin-world.ts';
import { test } from './fixtures.ts';
import { holdPages, timeMark } from './pending.ts';

/**
 * Every way to another page shows that something is under way, whatever was pressed (UX.md 2.3). The mark comes after
 * 150 ms; what is over that is time for a slow and busy machine to draw it. No answer can come before it.
 */
const soonMs = 2_000;

interface Way {
  name: string;
  from: string;
  press: (page: Page) => Promise<void>;
  /** Its first heading, and what else says that the page is there. */
  title: string | RegExp;
  width?: number;
}

const menu = (page: Page) => page.getByRole('button', { name: 'Menu' });
async function pressAuditLogInMenu(page: Page): Promise<void> {
  await menu(page).click();
  await page.locator('#menu-sheet').getByRole('link', { name: 'Audit log' }).click();
}
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function follow(page: Page, { name, from, press, title, width = 1280 }: Way): Promise<void> {
  await test.step(name, async () => {
    await page.setViewportSize({ width, height: 720 });
    await openPage(page, from);
    const release = await holdPages(page);
    expect(await timeMark(page, () => press(page)), name).toBeLessThan(soonMs);
    await expect(page.locator('.pending')).toHaveCount(1);
    await expect(page.locator('#page-busy')).toHaveText('Loading…');
    release();
    await expect(page.locator('.pending')).toHaveCount(0);
    await expect(page.locator('#page-busy')).toHaveText('');
    await expect(heading(page)).toHaveText(title);
    // Nothing is left open over it.
    await expect(page.locator('[popover]:popover-open, .dialog')).toHaveCount(0);
  });
}

test('what is pressed with a pointer shows that it takes long, whatever leads on', async ({ page }) => {
  test.setTimeout(120_000);
  const name = newName('Verrerie');
  const { id } = await makeConnected(name);
  const many = newName('Vannerie');
  await Promise.all(Array.from({ length: 51 }, () => makeUser(many)));
  await signIn(page);
  const ways: Way[] = [
    {
      name: 'a link of the rail',
      from: '/admin',
      press: (page) => page.locator('aside').getByRole('link', { name: 'Audit log' }).click(),
      title: 'Audit log',
    },
    {
      name: 'a tile of the overview',
      from: '/admin',
      press: (page) =>
        page
          .locator('main')
          .getByRole('link', { name: /Connected/ })
          .first()
          .click(),
      title: 'Connections',
    },
    {
      name: 'a row',
      from: `/admin/connections?q=${id}`,
      press: (page) => page.locator('tbody .row-link').click(),
      title: new RegExp(name),
    },
    {
      name: 'a tab',
      from: `/admin/connections/${id}`,
      press: (page) => page.getByRole('link', { name: 'Details' }).click(),
      title: new RegExp(name),
    },
    {
      name: 'a heading that sorts',
      from: '/admin/connections',
      press: (page) => page.locator('th .sort-link').first().click(),
      title: 'Connections',
    },
    {
      name: 'the button of a filter',
      from: '/admin/users',
      press: async (page) => {
        await page.getByLabel('Name, siren or id').fill(many);
        await page.getByRole('button', { name: 'Filter' }).click();
      },
      title: 'Users',
    },
    {
      name: 'the way out of a filter',
      from: `/admin/users?q=${encodeURIComponent(many)}`,
      press: (page) => page.getByRole('link', { name: 'Clear' }).click(),
      title: 'Users',
    },
    {
      name: 'the next page of a list',
      from: `/admin/users?q=${encodeURIComponent(many)}`,
      press: (page) => page.getByRole('navigation', { name: /pages/i }).getByRole('link').click(),
      title: 'Users',
    },
    {
      name: 'an entry of the palette',
      from: '/admin',
      press: async (page) => {
        await page.getByRole('button', { name: 'Go to…' }).click();
        await page.getByRole('option', { name: 'Providers' }).click();
      },
      title: 'Providers',
    },
    {
      name: 'a link of the account’s menu',
      from: '/admin',
      press: async (page) => {
        await page.getByRole('button', { name: /ada@fidu\.example/ }).click();
        await page.getByRole('link', { name: 'My password' }).click();
      },
      title: 'Settings',
    },
    {
      name: 'a link of the menu of narrow screens',
      from: '/admin',
      width: 360,
      press: pressAuditLogInMenu,
      title: 'Audit log',
    },
    {
      name: 'the present page in that menu',
      from: '/admin/audit?action=admin.sign_in',
      width: 360,
      press: pressAuditLogInMenu,
      title: 'Audit log',
    },
  ];
  for (const way of ways) await follow(page, way);
});

test('what is pressed on the keyboard shows that it takes long too', async ({ page }) => {
  test.setTimeout(120_000);
  const name = newName('Verrerie');
  const { id } = await makeConnected(name);
  await signIn(page);
  const keys =
    (...pressed: string[]) =>
    async (page: Page) => {
      for (const key of pressed) await page.keyboard.press(key);
    };
  const search = async (page: Page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(id);
    await expect(page.getByRole('option', { name })).toBeVisible();
    await page.keyboard.press('Enter');
  };
  const list = `/admin/connections?q=${id}`;
  const ways: Way[] = [
    { name: 'j and Enter', from: list, press: keys('j', 'Enter'), title: new RegExp(name) },
    { name: 'k and Enter', from: list, press: keys('k', 'Enter'), title: new RegExp(name) },
    { name: 'g and a letter', from: '/admin', press: keys('g', 'a'), title: 'Audit log' },
    {
      name: 'g and a letter where the rail is put away',
      from: '/admin',
      press: keys('g', 'a'),
      title: 'Audit log',
      width: 360,
    },
    {
      name: 'Enter in a field of the filter',
      from: '/admin/users',
      press: async (page) => {
        await page.keyboard.press('f');
        await page.keyboard.type(id);
        await page.keyboard.press('Enter');
      },
      title: 'Users',
    },
    { name: 'what the palette found', from: '/admin', press: search, title: new RegExp(name) },
    {
      name: 'Enter in the palette where it is narrow',
      from: '/admin',
      press: search,
      title: new RegExp(name),
      width: 360,
    },
  ];
  for (const way of ways) await follow(page, way);

  await openPage(page, list);
  await keys('j', 'Enter')(page);
  await expect(heading(page)).toHaveText(new RegExp(name));
  const release = await holdPages(page);
  expect(await timeMark(page, () => page.keyboard.press('Escape')), 'Esc, back to the list').toBeLessThan(
    soonMs,
  );
  release();
  await expect(heading(page)).toHaveText('Connections');
  await expect(page.locator('.pending')).toHaveCount(0);
});

test('the palette stays with its entry marked until the page is there, says so, and is left with Esc', async ({
  page,
}) => {
  await signIn(page);
  await openPage(page, '/admin');
  const dialog = page.getByRole('dialog');
  const entry = dialog.getByRole('option', { name: 'Audit log' });
  const release = await holdPages(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Audit');
  await page.keyboard.press('Enter');
  await expect(entry).toHaveAttribute('aria-busy', 'true');
  await expect(entry.locator('.pending')).toBeVisible();
  const said = page.locator('#page-busy');
  await expect(said).toHaveText('Loading…');
  // A dialog hides what is behind it from screen readers: not the place where this is said.
  expect(await said.evaluate((place) => place.closest('[aria-hidden="true"], [inert]'))).toBeNull();
  release();
  await expect(dialog).toHaveCount(0);
  await expect(heading(page)).toHaveText('Audit log');

  const releaseNext = await holdPages(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Users');
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.pending')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  releaseNext();
  await expect(heading(page)).toHaveText('Users');
  // It opens again, empty and without a mark.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toHaveValue('');
  await expect(page.locator('.pending')).toHaveCount(0);
});

test('rows that wait are marked as on their way until they are there', async ({ page }) => {
  await makeConnected(newName('Verrerie'));
  await signIn(page);
  await openPage(page, '/admin/connections');
  const name = newName('Verrerie');
  await makeConnected(name);
  const pill = page.getByRole('button', { name: 'Something changed. Show it' });
  await expect(pill).toBeVisible();
  const release = await holdPages(page);
  expect(await timeMark(page, () => pill.click())).toBeLessThan(soonMs);
  release();
  await expect(page.getByRole('link', { name })).toBeVisible();
  await expect(pill).toHaveCount(0);
});
