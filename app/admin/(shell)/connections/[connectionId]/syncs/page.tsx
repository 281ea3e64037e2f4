import type { Metadata } from 'next';
import { adminPage } from '@/app/admin/admin-page.tsx';
import { ConnectionFrame } from '@/app/admin/parts/connection-frame.tsx';
import { CurlSteps } from '@/app/admin/parts/curl-steps.tsx';
import { loadConnection } from '@/app/admin/parts/load-connection.ts';
import { SyncTable } from '@/app/admin/parts/sync-table.tsx';
import { pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { listSyncs } from '@/server/data-syncs/index.ts';
import { readCursorPage } from '@/server/db/pagination.ts';

export const metadata: Metadata = { title: adminWords()('connections.tabSyncs') };

const perPage = 50;

export default adminPage(async ({ ctx, t, canChange, params, query }) => {
  const loaded = await loadConnection(ctx, params.connectionId ?? '');
  const { id, userId } = loaded.row;
  const { rows, nextCursor } = await readCursorPage(query.cursor, perPage, (request) =>
    listSyncs(ctx, userId, { data_connection_id: id }, request),
  );
  return (
    <ConnectionFrame canChange={canChange} ctx={ctx} current="syncs" loaded={loaded} t={t}>
      <Section flush>
        {rows.length === 0 ? (
          <EmptyState text={t('connections.syncsEmptyText')} title={t('connections.syncsEmpty')}>
            <CurlSteps ctx={ctx} steps={['sync']} t={t} userId={userId} />
          </EmptyState>
        ) : (
          <SyncTable ctx={ctx} rows={rows} t={t} />
        )}
        <Pager
          cursor={query.cursor}
          href={`/admin/connections/${id}/syncs`}
          nextCursor={nextCursor}
          words={pagerWords(t)}
        />
      </Section>
    </ConnectionFrame>
  );
});
