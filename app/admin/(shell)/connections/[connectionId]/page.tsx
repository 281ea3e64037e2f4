import { Link2 } from 'lucide-react';
import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { ConnectionFrame } from '@/app/admin/parts/connection-frame.tsx';
import { connectionLabel, dataTypeLabel, shortId, syncErrorWords } from '@/app/admin/parts/labels.ts';
import { loadConnection } from '@/app/admin/parts/load-connection.ts';
import { hrefWith } from '@/app/admin/parts/query.ts';
import { copyWords, pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { Segments } from '@/components/admin/segments.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Copyable } from '@/components/ui/copyable.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { listAdmins } from '@/server/admins/index.ts';
import { isId } from '@/server/core/ids.ts';
import type { ConnectionEvent } from '@/server/db/models.ts';
import { readCursorPage } from '@/server/db/pagination.ts';
import { eventKinds, listConnectionEvents, serializeConnectionEvent } from '@/server/events/index.ts';
import { adminConnectionsEn } from '@/texts/admin-connections.en.ts';

export const metadata: Metadata = { title: adminWords()('connections.tabTimeline') };

const perPage = 50;

export default adminPage(async ({ ctx, t, canChange, params, query }) => {
  const loaded = await loadConnection(ctx, params.connectionId ?? '');
  const { id } = loaded.row;
  const path = `/admin/connections/${id}`;
  const kind = eventKinds.find((each) => each === query.kind);
  const from = isId(query.event ?? '') ? query.event : undefined;
  const { rows, nextCursor } = await readCursorPage(query.cursor, perPage, (request) =>
    listConnectionEvents(ctx, id, request, { kind, from }),
  );
  const admins = await listAdmins(ctx);
  const emails = new Map(admins.map((admin) => [`admin:${admin.id}`, admin.email]));
  const kinds = [undefined, ...eventKinds].map((each) => ({
    href: hrefWith(path, { kind: each }),
    label: t(`connections.kinds.${each ?? 'all'}`),
    isCurrent: kind === each && from === undefined,
  }));
  return (
    <ConnectionFrame canChange={canChange} ctx={ctx} current="timeline" loaded={loaded} t={t}>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segments label={t('connections.kind')} options={kinds} />
        {from === undefined ? null : (
          <span className="text-muted">
            {t('connections.fromEvent')}{' '}
            <Link className="link" href={path}>
              {t('connections.allEvents')}
            </Link>
          </span>
        )}
        <span className="ml-auto">
          <LinkButton href={hrefWith(`${path}/export.csv`, { kind })} plain small>
            {t('states.exportCsv')}
          </LinkButton>
        </span>
      </div>
      <Section flush>
        {rows.length === 0 ? (
          <p className="px-5 py-4 text-muted">
            {t(kind === undefined ? 'connections.timelineEmpty' : 'connections.timelineNothing')}
          </p>
        ) : null}
        <ol className="timeline">
          {rows.map((event) => (
            <Entry ctx={ctx} emails={emails} event={event} key={event.id} path={path} t={t} />
          ))}
        </ol>
        <Pager
          cursor={query.cursor}
          href={hrefWith(path, { kind, event: from })}
          nextCursor={nextCursor}
          words={pagerWords(t)}
        />
      </Section>
    </ConnectionFrame>
  );
});

interface EntryProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  event: ConnectionEvent;
  emails: ReadonlyMap<string, string>;
  /** Of the timeline. */
  path: string;
}

function Entry({ ctx, t, event, emails, path }: EntryProps) {
  const { fromStatus, toStatus, reason, requestId } = event;
  const words = syncErrorWords(reason);
  return (
    <li data-tone={toneOf(event)} id={event.id}>
      <div className="grid gap-x-4 sm:grid-cols-[minmax(0,1fr)_auto]">
        <span className="font-medium">{sentenceOf(t, event)}</span>
        <span className="flex items-center gap-2">
          <RelativeTime date={event.createdAt} now={ctx.clock.now()} />
          <Link
            aria-label={t('connections.permalink')}
            className="text-muted hover:text-accent"
            href={`${hrefWith(path, { event: event.id })}#${event.id}`}
            title={t('connections.permalink')}
          >
            <Link2 aria-hidden size={16} />
          </Link>
        </span>
      </div>
      <div className="flex flex-wrap items-baseline gap-x-3 text-muted text-sm">
        <span>{actorOf(t, event.actor, emails)}</span>
        {fromStatus === null || toStatus === null ? null : (
          <span>
            {t('connections.fromTo', {
              from: connectionLabel(t, fromStatus),
              to: connectionLabel(t, toStatus),
            })}
          </span>
        )}
        {reason === null ? null : (
          <span>{words?.short ?? t('connections.showReason', { reason: spelled(reason) })}</span>
        )}
        {requestId === null ? null : (
          <Copyable short={shortId(requestId)} text={requestId} words={copyWords(t)} />
        )}
        <details className="open:basis-full">
          <summary className="w-fit cursor-pointer hover:text-accent">{t('connections.payload')}</summary>
          <pre className="code mt-2">{JSON.stringify(serializeConnectionEvent(event), null, 2)}</pre>
        </details>
      </div>
    </li>
  );
}

function isKnown(type: string): type is keyof (typeof adminConnectionsEn)['event'] {
  return Object.hasOwn(adminConnectionsEn.event, type);
}

function sentenceOf(t: AdminPageProps['t'], { type, dataType }: ConnectionEvent): string {
  if (!isKnown(type)) return t('connections.event.other', { name: spelled(type) });
  return t(`connections.event.${type}`, { type: dataTypeLabel(dataType ?? ''), name: '' });
}

function spelled(constant: string): string {
  const words = constant.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function toneOf({ type }: ConnectionEvent): 'good' | 'bad' | 'warn' | 'plain' {
  if (type === 'DATA_CONNECTION_CONNECTED' || type === 'DATA_SYNC_SUCCESS') return 'good';
  if (/AUTH_ERROR|INTERNAL_ERROR/.test(type)) return 'bad';
  return /FETCH_ERROR|TROUBLE|REFUSED|DENIED|OTHER_ACCOUNT|PARTLY|CANCELLED|LOST/.test(type)
    ? 'warn'
    : 'plain';
}

/** `person`, `system`, `key:<prefix>`, `admin:<id>` in words. */
function actorOf(t: AdminPageProps['t'], actor: string, emails: ReadonlyMap<string, string>): string {
  if (actor === 'person') return t('connections.actor.person');
  if (actor.startsWith('key:')) return t('connections.actor.key', { prefix: actor.slice(4) });
  if (!actor.startsWith('admin:')) return t('connections.actor.system');
  return emails.get(actor) ?? t('connections.actor.admin');
}
