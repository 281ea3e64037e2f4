import { toDataTypeBits } from '@/server/connections/index.ts';
import { newLink } from '@/server/connections/link.ts';
import { dayMs } from '@/server/core/clock.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { funnelCounts, statusCounts } from '@/server/stats/index.ts';
import { toSearchForm } from '@/server/users/index.ts';
import {
  flowEvents,
  pickStop,
  pickUnfinishedStep,
  type SeedEvent,
  type Stop,
  statusEvents,
} from './seed-events.ts';
import { toGrantRow } from './seed-grant-row.ts';
import { companyName, Dice, personName } from './seed-people.ts';
import { BulkWriter, type SeedRow } from './seed-rows.ts';
import { type StatusStep, tellStory } from './seed-story.ts';
import { SeedSyncs } from './seed-syncs.ts';
import { type SeedTable, seedTableNames, seedTables } from './seed-tables.ts';
import { SeedTotals } from './seed-totals.ts';

const monthsBack = 18;
/** These many, the newest, have their whole timeline, and one in ten of the others: a million would take half as long again. */
const wholeTimelines = 100_000;

export interface SeedSize {
  connections: number;
  /** Called now and then. */
  onProgress?: (connections: number) => void;
}

interface SeededUser {
  id: string;
  group: string;
  createdAt: number;
}

/** Makes the rows of an account, one user after the other. */
export class Seeder {
  readonly #ctx: Context;
  readonly #dice = new Dice(20_261_125);
  readonly #now: number;
  readonly #totals: SeedTotals;
  readonly #providers: (readonly [ProviderManifest, number])[];
  readonly #writers: Record<SeedTable, BulkWriter>;
  readonly #syncs: SeedSyncs;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#now = ctx.clock.now().getTime();
    this.#totals = new SeedTotals(this.#now);
    // Some providers are liked more than others.
    this.#providers = [...ctx.catalogue.values()].map((manifest, index) => [manifest, 8 / (index + 1) + 0.5]);
    const writer = (table: SeedTable) => new BulkWriter(ctx.database, table, seedTables[table]);
    this.#writers = {
      ...{ user: writer('user'), data_connection: writer('data_connection'), data_sync: writer('data_sync') },
      ...{ sync_state: writer('sync_state'), connection_event: writer('connection_event') },
      ...{ stat_total: writer('stat_total'), provider_grant: writer('provider_grant') },
    };
    this.#syncs = new SeedSyncs(this.#dice, this.#now, this.#totals, this.#writers);
  }

  counts(): Record<string, number> {
    return Object.fromEntries(seedTableNames.map((table) => [table, this.#writers[table].count]));
  }

  async run({ connections, onProgress }: SeedSize): Promise<void> {
    const begin = this.#now - monthsBack * 30.4 * dayMs;
    const made = this.#writers.data_connection;
    let told = 0;
    while (made.count < connections) {
      // More of them each month.
      const at = begin + Math.sqrt(made.count / connections) * (this.#now - begin - 60_000);
      const user = this.#user(Math.floor(at));
      const wanted = this.#dice.weighted([
        [1, 65],
        [2, 25],
        [3, 10],
      ] as const);
      const taken = new Set<string>();
      while (taken.size < wanted && made.count < connections) {
        const manifest = this.#dice.weighted(this.#providers);
        if (taken.has(manifest.name)) continue;
        taken.add(manifest.name);
        const isTold = connections - made.count <= wholeTimelines || this.#dice.happens(0.1);
        this.#connection(user, manifest, isTold);
      }
      if (seedTableNames.some((table) => this.#writers[table].isFull)) await this.#flush();
      if (made.count - told >= 50_000) {
        told = made.count;
        onProgress?.(told);
      }
    }
    this.#totals.write(this.#writers.stat_total);
    await this.#flush();
  }

  /** All tables together: what others belong to comes first. */
  async #flush(): Promise<void> {
    for (const table of seedTableNames) await this.#writers[table].flush();
  }

  #user(createdAt: number): SeededUser {
    const dice = this.#dice;
    const isCompany = dice.happens(0.9);
    const person = isCompany ? null : personName(dice);
    const name = person === null ? companyName(dice) : `${person.firstName} ${person.lastName}`;
    const group = dice.weighted([
      ['default', 60],
      ['customers', 25],
      ['prospects', 10],
      ['', 5],
    ] as const);
    const user = {
      ...{ id: dice.id(createdAt), createdAt },
      group: group === '' ? `agency-${1 + dice.below(200)}` : group,
    };
    this.#writers.user.add({
      ...{ id: user.id, account_id: this.#ctx.accountId, type: isCompany ? 'LEGAL' : 'NATURAL', name },
      ...{
        name_search: toSearchForm(name),
        group: user.group,
        country: 'FR',
        created_at: new Date(createdAt),
      },
      ...{ first_name: person?.firstName ?? null, last_name: person?.lastName ?? null },
      siren: isCompany ? String(300_000_000 + dice.below(600_000_000)) : null,
    });
    return user;
  }

  #connection(user: SeededUser, manifest: ProviderManifest, isTold: boolean): void {
    const dice = this.#dice;
    const { accountId } = this.#ctx;
    const createdAt = Math.min(this.#now - 5_000, user.createdAt + dice.below(600_000));
    const id = dice.id(createdAt);
    const story = tellStory(dice, manifest, createdAt, this.#now);
    const last = story.at(-1);
    if (last === undefined) throw new Error('a story has a beginning');
    const all = manifest.dataTypes.map(({ type }): string => type);
    const requested = all.filter(() => dice.happens(0.5));
    const dataTypes = requested.length > 0 ? requested : all.slice(0, 1);
    const connected = story.find(({ status }) => status === 'CONNECTED') ?? null;
    const subject = { ...{ account_id: accountId, user_id: user.id, provider_name: manifest.name } };
    const syncs =
      connected === null
        ? null
        : this.#syncs.add({ ...subject, connection_id: id }, { manifest, dataTypes, connected, last });
    const isAuthorized = manifest.auth.kind !== 'none';
    const funnelStep = !isAuthorized
      ? 0
      : connected !== null
        ? 5
        : story.length === 1
          ? 1
          : pickUnfinishedStep(dice, manifest);
    const stop = pickStop(dice, manifest, funnelStep);
    const link = isAuthorized && last.status !== 'DISCONNECTED' ? newLink(this.#ctx, id) : null;
    const changedAt = Math.max(last.at, syncs?.lastAt ?? 0);
    this.#writers.data_connection.add({
      ...subject,
      ...{ id, user_group: user.group, requested_data_types: dataTypes, skip_permissions: false },
      unique_key: manifest.unique ? `${user.id}:${manifest.name}` : null,
      data_type_bits: String(toDataTypeBits(dataTypes)),
      granted_data_types: connected === null ? null : dataTypes,
      agreed_data_types: connected === null ? null : dataTypes,
      ...{
        status: last.status,
        status_changed_at: new Date(last.at),
        change_key: dice.id(Math.floor(changedAt)),
      },
      ...{
        funnel_step: funnelStep,
        version: story.length,
        link_version: last.status === 'DISCONNECTED' ? 2 : 1,
      },
      last_error_code: last.status === 'AUTH_ERROR' ? last.reason : (syncs?.lastErrorCode ?? null),
      last_synced_at: syncs?.lastSuccessAt ? new Date(syncs.lastSuccessAt) : null,
      ...{ link_token_hash: link?.linkTokenHash ?? null, link_token: link?.linkToken ?? null },
      // Any account of the sandbox renews it.
      provider_account_id:
        connected !== null && isAuthorized && !manifest.sandbox ? `seed-${made4(dice)}${made4(dice)}` : null,
      provider_account_label: connected !== null && isAuthorized ? `•••• ${made4(dice)}` : null,
      ...{ created_at: new Date(createdAt), connected_at: connected && new Date(connected.at) },
      disconnected_at:
        last.status === 'AUTH_ERROR' || last.status === 'DISCONNECTED' ? new Date(last.at) : null,
    });
    if (last.status === 'CONNECTED' && isAuthorized && manifest.sandbox)
      this.#writers.provider_grant.add(toGrantRow(this.#ctx, id, manifest, new Date(last.at)));
    this.#count(manifest.name, story, createdAt, { funnelStep, stop });
    if (isTold)
      this.#events(id, subject, [
        ...statusEvents(story),
        ...flowEvents(manifest, { story, funnelStep, stop, now: this.#now }),
        ...(syncs?.events ?? []),
      ]);
  }

  #count(
    providerName: string,
    story: readonly StatusStep[],
    createdAt: number,
    { funnelStep, stop }: { funnelStep: number; stop: Stop | null },
  ): void {
    const { accountId } = this.#ctx;
    story.forEach(({ status, at }, index) => {
      const before = story[index - 1]?.status ?? null;
      this.#totals.add(accountId, at, statusCounts(providerName, before, status));
    });
    const subject = { providerName, createdAt: new Date(createdAt) };
    this.#totals.add(accountId, createdAt, funnelCounts(subject, 0, funnelStep));
    if (stop === null) return;
    const stops = { metric: 'connect_stops', providerName, label: stop, amount: 1 } as const;
    this.#totals.add(accountId, createdAt, [stops]);
  }

  /** In the order in which they happened, which is that of their ids. */
  #events(id: string, subject: SeedRow, events: readonly SeedEvent[]): void {
    let before = 0;
    for (const { at, row } of events.toSorted((one, other) => one.at - other.at)) {
      before = Math.max(Math.floor(at), before + 1);
      this.#writers.connection_event.add({
        ...{ ...subject, ...row, id: this.#dice.id(before), connection_id: id, created_at: new Date(at) },
      });
    }
  }
}

function made4(dice: Dice): string {
  return String(1_000 + dice.below(9_000));
}
