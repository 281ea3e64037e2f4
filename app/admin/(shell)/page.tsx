import type { Metadata } from 'next';
import { adminPage } from '@/app/admin/admin-page.tsx';
import { adminWords } from '@/app/admin/words.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';

export const metadata: Metadata = { title: adminWords()('overview.title') };

export default adminPage(async ({ t }) => (
  <>
    <PageHeader title={t('overview.title')} />
    <Section>
      <EmptyState text={t('overview.emptyText')} title={t('overview.emptyTitle')} />
    </Section>
  </>
));
