import { dayMs } from '@/server/core/clock.ts';
import { type ProviderManifest, withDependencies } from '@/server/providers/index.ts';
import { syncCounts } from '@/server/stats/index.ts';
import { type SeedEvent, syncEvent } from './seed-events.ts';
import type { Dice } from './seed-people.ts';
import type { BulkWriter } from './seed-rows.ts';
import { type StatusStep, type SyncStory, tellSync } from './seed-story.ts';
import { type SyncSubject, toSyncRow } from './seed-sync-row.ts';
import type { SeedTotals } from './seed-totals.ts';

interface Past {
  manifest: ProviderManifest;
  dataTypes: readonly string[];
  connected: StatusStep;
  last: StatusStep;
}

/** Makes the syncs of connections. */
export class SeedSyncs {
  readonly #dice: Dice;
  readonly #now: number;
  readonly #totals: SeedTotals;
  readonly #writers: Record<'data_sync' | 'sync_state', BulkWriter>;

  constructor(
    dice: Dice,
    now: number,
    totals: SeedTotals,
    writers: Record<'data_sync' | 'sync_state', BulkWriter>,
  ) {
    this.#dice = dice;
    this.#now = now;
    this.#totals = totals;
    this.#writers = writers;
  }

  /** What a connection went through since it was connected; returns what else has to be said of it. */
  add(subject: Omit<SyncSubject, 'data_type'>, { manifest, dataTypes, connected, last }: Past) {
    const dice = this.#dice;
    const isLive = last.status === 'CONNECTED';
    const until = isLive ? this.#now : last.at;
    const lastAt = Math.max(connected.at, until - (isLive ? dice.next() * 2 * dayMs : 0) - 2_000);
    const events: SeedEvent[] = [];
    const summary = {
      ...{ lastAt, events },
      ...{ lastErrorCode: null as string | null, lastSuccessAt: null as number | null },
    };
    const authError = last.status === 'AUTH_ERROR' ? last.reason : null;
    for (const dataType of withDependencies(manifest, [...dataTypes]).slice(0, 4)) {
      const history = authError !== null || dice.happens(0.12) ? 3 : 0;
      let succeededAt: number | null = null;
      for (let back = history; back >= 0; back -= 1) {
        const at = Math.floor(Math.max(connected.at, lastAt - back * dayMs) + dice.below(1_500));
        const sync = tellSync(dice, at, {
          authError: back === 0 ? authError : null,
          isAuthorized: manifest.auth.kind !== 'none',
        });
        if (sync.status === 'SUCCESS') succeededAt = at;
        const id = dice.id(Math.floor(sync.requestedAt));
        this.#add(id, { ...subject, data_type: dataType }, sync, back > 0);
        events.push(syncEvent(id, dataType, sync));
        if (back > 0) continue;
        summary.lastErrorCode = sync.errorCode ?? summary.lastErrorCode;
        this.#writers.sync_state.add({
          ...{ connection_id: subject.connection_id, data_type: dataType, account_id: subject.account_id },
          ...{
            last_sync_id: id,
            ...{ generation: 1, full_generation: 1 },
            succeeded_at: succeededAt === null ? null : new Date(succeededAt),
          },
        });
      }
      summary.lastSuccessAt = Math.max(summary.lastSuccessAt ?? 0, succeededAt ?? 0) || null;
    }
    return summary;
  }

  #add(id: string, subject: SyncSubject, sync: SyncStory, isOld: boolean): void {
    this.#writers.data_sync.add(toSyncRow(this.#dice, id, subject, { sync, isOld }));
    const durationMs = sync.startedAt === null ? null : sync.completedAt - sync.startedAt;
    const end = { status: sync.status, errorCode: sync.errorCode, durationMs };
    this.#totals.add(subject.account_id, sync.completedAt, syncCounts(subject.provider_name, end));
  }
}
