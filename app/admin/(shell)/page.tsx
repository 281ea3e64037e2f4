import type { Metadata } from 'next';
import { adminPage } from '@/app/admin/admin-page.tsx';
import { CurlSteps } from '@/app/admin/parts/curl-steps.tsx';
import { adminWords } from '@/app/admin/words.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';

export const metadata: Metadata = { title: adminWords()('overview.title') };

export default adminPage(async ({ ctx, t }) => (
  <>
    <PageHeader title={t('overview.title')} />
    <Section>
      <EmptyState text={t('overview.firstText')} title={t('overview.firstTitle')}>
        <CurlSteps ctx={ctx} steps={['user', 'connection', 'sync', 'read']} t={t} />
      </EmptyState>
    </Section>
  </>
));
