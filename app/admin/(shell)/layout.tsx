import type { ReactNode } from 'react';
import { chooseAccountAction, chooseThemeAction, signOutAction } from '@/app/admin/actions.ts';
import { listAccountChoices, requireAdmin } from '@/app/admin/session.ts';
import { liveWords } from '@/app/admin/shared-words.ts';
import { readTheme } from '@/app/admin/theme.ts';
import { adminWords } from '@/app/admin/words.ts';
import { AccountMenu } from '@/components/admin/account-menu.tsx';
import { Keyboard, type Place } from '@/components/admin/keyboard.tsx';
import { Live } from '@/components/admin/live.tsx';
import { navigation, navigationNames } from '@/components/admin/navigation.tsx';
import { PaletteButton } from '@/components/admin/palette-button.tsx';
import { Shell } from '@/components/admin/shell.tsx';
import { Toasts } from '@/components/ui/toasts.tsx';

/** The frame of every page. Each page asks again who is signed in: layouts do not run on every navigation. */
export default async function ShellLayout({ children }: { children: ReactNode }) {
  const ctx = await requireAdmin();
  const t = adminWords();
  const items = navigationNames.map((name) => ({ ...navigation[name], label: t(`nav.${name}`) }));
  const places: Place[] = items.map(({ href, label, letter }) => ({ href, label, letter }));
  const accountMenu = (id: string) => (
    <AccountMenu
      accountId={ctx.accountId}
      accounts={accounts}
      actions={{ account: chooseAccountAction, theme: chooseThemeAction, signOut: signOutAction }}
      email={ctx.admin.email}
      id={id}
      theme={theme}
      words={{
        account: t('account.switch'),
        role: t(`account.roles.${ctx.admin.role}`),
        theme: t('account.theme'),
        themes: { light: t('account.light'), dark: t('account.dark'), system: t('account.system') },
        signOut: t('account.signOut'),
        password: t('settings.passwordTitle'),
      }}
    />
  );
  const accounts = await listAccountChoices();
  const theme = await readTheme(ctx);
  return (
    <>
      <Shell
        bottom={{ rail: accountMenu('account-rail'), sheet: accountMenu('account-sheet') }}
        live={<Live words={liveWords(t)} />}
        items={items}
        top={<PaletteButton label={t('palette.open')} />}
        words={{
          product: t('product'),
          label: t('nav.label'),
          skip: t('nav.skip'),
          menu: t('nav.menu'),
          busy: t('nav.busy'),
        }}
      >
        {children}
      </Shell>
      <Toasts closeLabel={t('nav.close')} />
      <Keyboard
        places={places}
        words={{
          palette: {
            title: t('palette.title'),
            placeholder: t('palette.placeholder'),
            pages: t('palette.pages'),
            found: t('palette.found'),
            nothing: t('palette.nothing'),
            hint: t('palette.hint'),
          },
          sheet: {
            title: t('shortcuts.title'),
            palette: t('shortcuts.palette'),
            sheet: t('shortcuts.sheet'),
            filter: t('shortcuts.filter'),
            rows: t('shortcuts.rows'),
            open: t('shortcuts.open'),
            select: t('shortcuts.select'),
            back: t('shortcuts.back'),
            jumps: places.map(({ label }) => t('shortcuts.jump', { page: label })),
            close: t('shortcuts.close'),
            letters: t('shortcuts.letters'),
            on: t('shortcuts.on'),
            off: t('shortcuts.off'),
          },
        }}
      />
    </>
  );
}
