import { notFound, unstable_rethrow } from 'next/navigation';
import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import type { AdminContext } from '@/server/admins/index.ts';
import { AppError, errorTable } from '@/server/core/errors.ts';
import { translateDatabaseError } from '@/server/db/errors.ts';
import { requireAdmin } from './session.ts';
import { type AdminWords, adminWords } from './words.ts';

export interface AdminPageProps {
  ctx: AdminContext;
  t: AdminWords;
  /** May change things. A hint for drawing: actions decide for themselves. */
  canChange: boolean;
  params: Record<string, string>;
  /** The address's query, the first value of each name: the state of the page. */
  query: Record<string, string>;
  /** Every value of a name that is there several times: rows that were ticked. */
  queryAll: (name: string) => string[];
}

interface NextProps {
  params: Promise<Record<string, string | string[] | undefined>>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * The one way to write a page of the dashboard: `export default adminPage(async ({ ctx, t }) => …)`. Asks who is signed
 * in on every request, layout or not; what is missing is the 404 page, and trouble is a panel with the request id
 * in the place of the page, never a blank one.
 */
export function adminPage(draw: (props: AdminPageProps) => Promise<ReactNode>) {
  return async function AdminPage({ params, searchParams }: NextProps) {
    const ctx = await requireAdmin();
    const t = adminWords();
    const sent = await searchParams;
    try {
      return await draw({
        ctx,
        t,
        canChange: ctx.admin.role === 'ADMIN',
        params: firstOfEach(await params),
        query: firstOfEach(sent),
        queryAll: (name) => [sent[name] ?? []].flat(),
      });
    } catch (thrown) {
      unstable_rethrow(thrown);
      const error = translateDatabaseError(thrown);
      if (error instanceof AppError && errorTable[error.code].status === 404) notFound();
      if (error instanceof AppError && errorTable[error.code].status < 500) {
        return <Trouble text={error.detail} t={t} title={t('trouble.badAddress')} />;
      }
      ctx.log.error({ requestId: ctx.requestId, err: error }, 'a page of the dashboard failed');
      return (
        <Trouble text={t('trouble.text', { requestId: ctx.requestId })} t={t} title={t('trouble.title')} />
      );
    }
  };
}

function Trouble({ t, title, text }: { t: AdminWords; title: string; text: string }) {
  return (
    <EmptyState heading="h1" text={text} title={title}>
      <LinkButton href="?">{t('trouble.again')}</LinkButton>
    </EmptyState>
  );
}

function firstOfEach(values: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );
}
