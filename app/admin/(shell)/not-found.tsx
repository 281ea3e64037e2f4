import { adminWords } from '@/app/admin/words.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';

export default function NotFound() {
  const t = adminWords();
  return (
    <EmptyState heading="h1" text={t('trouble.notFoundText')} title={t('trouble.notFoundTitle')}>
      <LinkButton href="/admin">{t('trouble.toOverview')}</LinkButton>
    </EmptyState>
  );
}
