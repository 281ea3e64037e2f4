import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { ConnectionFrame } from '@/app/admin/parts/connection-frame.tsx';
import { dataTypeLabel } from '@/app/admin/parts/labels.ts';
import { type LoadedConnection, loadConnection } from '@/app/admin/parts/load-connection.ts';
import { copyWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { Copyable } from '@/components/ui/copyable.tsx';
import { FactList } from '@/components/ui/facts.tsx';
import { Section } from '@/components/ui/page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { readDataTypes, serializeConnection } from '@/server/connections/index.ts';

export const metadata: Metadata = { title: adminWords()('connections.tabDetails') };

export default adminPage(async ({ ctx, t, canChange, params }) => {
  const loaded = await loadConnection(ctx, params.connectionId ?? '');
  // The link is a capability: whoever may see it copies it above.
  const { redirect_url: _link, ...wire } = serializeConnection(ctx, loaded.row);
  return (
    <ConnectionFrame canChange={canChange} ctx={ctx} current="details" loaded={loaded} t={t}>
      <div className="grid gap-4">
        <Section>
          <ConnectionFacts ctx={ctx} loaded={loaded} t={t} />
        </Section>
        <Section lead={t('connections.details.apiLead')} title={t('connections.details.api')}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1). */}
          <pre className="code" tabIndex={0}>
            {JSON.stringify(wire, null, 2)}
          </pre>
        </Section>
      </div>
    </ConnectionFrame>
  );
});

interface FactsProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  loaded: LoadedConnection;
}

function ConnectionFacts({ ctx, t, loaded: { row, user, grant } }: FactsProps) {
  const list = (names: string[]) => names.map(dataTypeLabel).join(', ');
  const time = (date: Date | null) =>
    date === null ? t('time.never') : <RelativeTime date={date} now={ctx.clock.now()} />;
  const facts: [label: string, value: ReactNode][] = [
    [t('connections.details.user'), user.name],
    [t('connections.details.group'), user.group],
    [t('connections.details.account'), row.providerAccountLabel ?? t('states.none')],
    [t('connections.details.requested'), list(readDataTypes(row.requestedDataTypes))],
    [
      t('connections.details.granted'),
      row.grantedDataTypes === null
        ? t('connections.types.grantedUnknown')
        : list(readDataTypes(row.grantedDataTypes)),
    ],
    [t('connections.details.scopes'), grant?.scopes?.join(' ') ?? t('states.none')],
    [
      t('connections.details.expires'),
      grant === null || grant.accessTokenExpiresAt === null
        ? t('states.none')
        : time(grant.accessTokenExpiresAt),
    ],
    [
      t('connections.details.skip'),
      t(row.skipPermissions ? 'connections.details.skipYes' : 'connections.details.skipNo'),
    ],
    [t('connections.details.purpose'), row.purpose ?? t('connections.details.purposeDefault')],
    [t('connections.details.returnUrl'), row.returnUrl ?? t('connections.details.returnUrlNone')],
    [t('connections.details.created'), time(row.createdAt)],
    [t('connections.details.connected'), time(row.connectedAt)],
    [t('connections.details.disconnected'), time(row.disconnectedAt)],
    [t('connections.details.next'), time(row.nextSyncAt)],
    [t('connections.details.id'), <Copyable key="id" text={row.id} words={copyWords(t)} />],
    [t('connections.details.userId'), <Copyable key="user" text={user.id} words={copyWords(t)} />],
  ];
  return <FactList facts={facts} />;
}
