import type { Metadata } from 'next';
import { adminPage } from '@/app/admin/admin-page.tsx';
import { Attention } from '@/app/admin/parts/attention.tsx';
import { ConnectionsOverTime } from '@/app/admin/parts/connections-over-time.tsx';
import { FirstSteps } from '@/app/admin/parts/first-steps.tsx';
import { FunnelChart } from '@/app/admin/parts/funnel-chart.tsx';
import { StatusTiles } from '@/app/admin/parts/status-tiles.tsx';
import { type ShownRange, SyncHealthTable } from '@/app/admin/parts/sync-health.tsx';
import { findChosenAccount } from '@/app/admin/session.ts';
import { adminWords } from '@/app/admin/words.ts';
import { PageHeader } from '@/components/ui/page.tsx';
import { listExpiringApiKeys } from '@/server/accounts/index.ts';
import {
  countConnectionsByDay,
  countConnectionsByStatus,
  listNeedsAttention,
  readFunnels,
  readSyncBars,
  readSyncStats,
} from '@/server/dashboard/index.ts';

export const metadata: Metadata = { title: adminWords()('overview.title') };

const ranges: readonly ShownRange[] = ['48h', '7d', '30d'];
/** Who has few connections and no data yet is still setting up. */
const fewConnections = 5;

export default adminPage(async ({ ctx, t, canChange, query }) => {
  const range = ranges.find((each) => each === query.range) ?? '48h';
  const [account, counts, days, attention, funnels, stats, bars, month, expiringKeys] = await Promise.all([
    findChosenAccount(),
    countConnectionsByStatus(ctx),
    countConnectionsByDay(ctx),
    listNeedsAttention(ctx),
    readFunnels(ctx),
    readSyncStats(ctx, range),
    readSyncBars(ctx, range),
    readSyncStats(ctx, '30d'),
    listExpiringApiKeys(ctx),
  ]);
  const isBeginning = month.all.succeeded === 0 && counts.total < fewConnections;
  return (
    <div data-live-page="*">
      <PageHeader lead={t('overview.lead', { account: account.name })} title={t('overview.title')} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {isBeginning ? (
          <FirstSteps canChange={canChange} ctx={ctx} hasConnection={counts.total > 0} t={t} />
        ) : null}
        {counts.total === 0 ? null : (
          <>
            <StatusTiles counts={counts.byStatus} t={t} />
            <Attention attention={attention} ctx={ctx} expiringKeys={expiringKeys} t={t} />
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
              <ConnectionsOverTime counts={counts} ctx={ctx} days={days} query={query} t={t} />
              <FunnelChart ctx={ctx} funnels={funnels} query={query} t={t} />
            </div>
            <SyncHealthTable
              bars={bars}
              ctx={ctx}
              query={query}
              range={range}
              ranges={ranges}
              stats={stats}
              t={t}
            />
          </>
        )}
      </div>
    </div>
  );
});
