import type { Metadata } from 'next';
import { deleteUserAction } from '@/app/admin/(shell)/users/actions.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { UserConnectionTable } from '@/app/admin/parts/connection-table.tsx';
import { dataTypeLabel, syncLabel } from '@/app/admin/parts/labels.ts';
import { SyncTable } from '@/app/admin/parts/sync-table.tsx';
import { copyWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { Status } from '@/components/admin/status.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { ConfirmButton } from '@/components/ui/confirm-button.tsx';
import { Copyable } from '@/components/ui/copyable.tsx';
import { Fact, Facts } from '@/components/ui/facts.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { getUser, listConnections } from '@/server/connections/index.ts';
import { listLatestSyncs } from '@/server/data-syncs/index.ts';
import { dataTypeNames } from '@/server/data-types/index.ts';
import type { DataSync, User } from '@/server/db/models.ts';
import { countRecords, type RecordCount } from '@/server/records/index.ts';

export const metadata: Metadata = { title: adminWords()('users.title') };

/** A user has a few connections; whoever has more sees the newest here, and all of them in the list of connections. */
const mostConnections = 50;
const mostSyncs = 10;

export default adminPage(async ({ ctx, t, canChange, params }) => {
  const user = await getUser(ctx, params.userId ?? '');
  const { rows: connections } = await listConnections(
    ctx,
    user.id,
    {},
    { cursor: '', perPage: mostConnections },
  );
  const [syncs, counts] = await Promise.all([
    listLatestSyncs(ctx, user.id),
    countRecords(
      ctx.database,
      connections.map(({ id }) => id),
    ),
  ]);
  const newConnection = (
    <LinkButton href={`/admin/users/${user.id}/connections/new`} look="main">
      {t('users.newConnection')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader lead={t(`states.userType.${user.type}`)} title={user.name}>
        {canChange ? newConnection : null}
      </PageHeader>
      <div className="grid gap-4">
        <Section>
          <UserFacts ctx={ctx} t={t} user={user} />
        </Section>
        <Section flush title={t('users.connections')}>
          {connections.length === 0 ? (
            <p className="px-5 pb-5 text-muted">{t('users.connectionsEmpty')}</p>
          ) : (
            <UserConnectionTable ctx={ctx} rows={connections} t={t} />
          )}
          {connections.length < mostConnections ? null : (
            <p className="px-5 py-3">
              <Link className="link" href={`/admin/connections?q=${user.id}`}>
                {t('users.allConnections')}
              </Link>
            </p>
          )}
        </Section>
        <Section flush lead={t('users.dataLead')} title={t('users.data')}>
          {counts.length === 0 ? (
            <p className="px-5 pb-5 text-muted">{t('users.dataEmpty')}</p>
          ) : (
            <DataTable counts={counts} ctx={ctx} syncs={syncs} t={t} userId={user.id} />
          )}
        </Section>
        <Section flush title={t('users.syncs')}>
          {syncs.length === 0 ? (
            <p className="px-5 pb-5 text-muted">{t('users.syncsEmpty')}</p>
          ) : (
            <SyncTable ctx={ctx} rows={syncs.slice(0, mostSyncs)} t={t} />
          )}
        </Section>
        {canChange ? (
          <DeleteUser
            accountId={ctx.accountId}
            connections={connections.length}
            counts={counts}
            t={t}
            user={user}
          />
        ) : null}
      </div>
    </>
  );
});

function UserFacts({ ctx, t, user }: Pick<AdminPageProps, 'ctx' | 't'> & { user: User }) {
  const facts: [string, string | null][] = [
    [t('users.siren'), user.siren],
    [t('users.birthDate'), user.birthDate],
    [t('users.country'), user.country],
    [t('users.postalCode'), user.postalCode],
    [t('users.apeCode'), user.apeCode],
    [t('users.group'), user.group],
    [t('users.factReturnUrl'), user.returnUrl],
  ];
  return (
    <Facts>
      {facts.map(([label, value]) =>
        value === null ? null : (
          <Fact key={label} label={label}>
            {value}
          </Fact>
        ),
      )}
      <Fact label={t('users.factCreated')}>
        <RelativeTime date={user.createdAt} now={ctx.clock.now()} />
      </Fact>
      <Fact label={t('users.factId')}>
        <Copyable text={user.id} words={copyWords(t)} />
      </Fact>
    </Facts>
  );
}

interface DataTableProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  userId: string;
  counts: readonly RecordCount[];
  syncs: readonly DataSync[];
}

/** Per data type, over all connections. */
function DataTable({ ctx, t, userId, counts, syncs }: DataTableProps) {
  const names = dataTypeNames.filter((name) => counts.some(({ dataType }) => dataType === name));
  const columns = ['colDataType', 'colRecords', 'colLatestSync'] as const;
  return (
    <Table caption={t('users.data')} head={columns.map((name) => t(`users.${name}`))}>
      {names.map((name) => {
        const latest = syncs.find(({ dataType }) => dataType === name);
        return (
          <tr key={name}>
            <Cell label={t('users.colDataType')}>
              <Link className="row-link" href={`/admin/users/${userId}/data/${name}`}>
                {dataTypeLabel(name)}
              </Link>
              <div className="font-mono text-muted text-xs">{name}</div>
            </Cell>
            <Cell label={t('users.colRecords')}>{countText(t, sumOf(counts, name))}</Cell>
            <Cell label={t('users.colLatestSync')}>
              {latest === undefined ? null : (
                <div className="flex flex-wrap items-center gap-2">
                  <Status label={syncLabel(t, latest.status)} status={latest.status} />
                  <RelativeTime date={latest.completedAt ?? latest.requestedAt} now={ctx.clock.now()} />
                </div>
              )}
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}

interface Sum {
  count: number;
  isCapped: boolean;
}

function sumOf(counts: readonly RecordCount[], dataType?: string): Sum {
  const own = counts.filter((each) => dataType === undefined || each.dataType === dataType);
  return {
    count: own.reduce((sum, each) => sum + each.count, 0),
    isCapped: own.some((each) => each.isCapped),
  };
}

function countText(t: AdminPageProps['t'], { count, isCapped }: Sum): string {
  return t(isCapped ? 'states.recordsCapped' : 'states.records', { count });
}

interface DeleteUserProps extends Pick<AdminPageProps, 't'> {
  accountId: string;
  user: User;
  connections: number;
  counts: readonly RecordCount[];
}

function DeleteUser({ t, accountId, user, connections, counts }: DeleteUserProps) {
  const { count, isCapped } = sumOf(counts);
  return (
    <Section title={t('users.dangerTitle')}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">{t('users.dangerText')}</p>
        <ConfirmButton
          accountId={accountId}
          action={deleteUserAction}
          cancel={t('form.cancel')}
          confirm={t('users.deleteConfirm')}
          fields={{ user_id: user.id }}
          label={t('users.delete')}
          small={false}
          title={t('users.deleteTitle', { name: user.name })}
          typed={{ text: user.name, label: t('users.deleteTyped', { name: user.name }) }}
        >
          <p>{t('users.deleteConnections', { count: connections })}</p>
          <p>{t(isCapped ? 'users.deleteRecordsCapped' : 'users.deleteRecords', { count })}</p>
          <p>{t('users.deleteKept')}</p>
        </ConfirmButton>
      </div>
    </Section>
  );
}
