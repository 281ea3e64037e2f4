import type { ReactNode } from 'react';
import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ProviderLogo } from '@/components/admin/provider-name.tsx';
import { QueryTabs } from '@/components/admin/query-tabs.tsx';
import { PageHeader } from '@/components/ui/page.tsx';
import type { ProviderManifest } from '@/server/providers/index.ts';

interface Props extends Pick<AdminPageProps, 't'> {
  manifest: ProviderManifest;
  current: 'setup' | 'doctor';
  /** Buttons at the end of the title. */
  buttons?: ReactNode;
  children: ReactNode;
}

/** What both pages of a provider have in common. */
export function ProviderFrame({ t, manifest, current, buttons, children }: Props) {
  const path = `/admin/providers/${manifest.name}`;
  return (
    <>
      <PageHeader
        icon={<ProviderLogo name={manifest.name} size={36} />}
        lead={t(`providers.categories.${manifest.category}`)}
        title={manifest.displayName}
      >
        {buttons}
      </PageHeader>
      <QueryTabs
        label={t('providers.tabs')}
        tabs={[
          { href: path, label: t('providers.tabSetup'), isCurrent: current === 'setup' },
          { href: `${path}/doctor`, label: t('providers.tabDoctor'), isCurrent: current === 'doctor' },
        ]}
      />
      {children}
    </>
  );
}
