import type { ReactNode } from 'react';
import { adminWords } from '@/app/admin/words.ts';
import { Tabs } from '@/components/admin/tabs.tsx';
import { PageHeader } from '@/components/ui/page.tsx';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  const t = adminWords();
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <Tabs
        label={t('settings.tabs')}
        tabs={[
          { href: '/admin/settings', label: t('settings.tabAccount') },
          { href: '/admin/settings/admins', label: t('settings.tabMembers') },
          { href: '/admin/settings/password', label: t('settings.tabPassword') },
        ]}
      />
      {children}
    </>
  );
}
