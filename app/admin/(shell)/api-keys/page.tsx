import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { pagerWords } from '@/app/admin/shared-words.ts';
import { type AdminWords, adminWords } from '@/app/admin/words.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { ConfirmButton } from '@/components/ui/confirm-button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Note, PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime, relativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { isExpiring, type KeyRow, listAccountApiKeys } from '@/server/accounts/index.ts';
import { readCursorPage } from '@/server/db/pagination.ts';
import { revokeApiKeyAction } from './actions.ts';

export const metadata: Metadata = { title: adminWords()('apiKeys.title') };

const perPage = 50;

export default adminPage(async ({ ctx, t, canChange, query }) => {
  const { rows, nextCursor } = await readCursorPage(query.cursor, perPage, (request) =>
    listAccountApiKeys(ctx, request),
  );
  const create = (
    <LinkButton href="/admin/api-keys/new" look="main">
      {t('apiKeys.create')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader lead={t('apiKeys.lead')} title={t('apiKeys.title')}>
        {canChange ? create : null}
      </PageHeader>
      <div className="grid gap-4">
        {canChange ? null : <Note>{t('viewerNote')}</Note>}
        <Section flush>
          {rows.length === 0 ? (
            <EmptyState text={t('apiKeys.emptyText')} title={t('apiKeys.emptyTitle')}>
              {canChange ? create : null}
            </EmptyState>
          ) : (
            <KeyTable canChange={canChange} ctx={ctx} rows={rows} t={t} />
          )}
          <Pager cursor={query.cursor} href="/admin/api-keys" nextCursor={nextCursor} words={pagerWords(t)} />
        </Section>
      </div>
    </>
  );
});

type State = 'Live' | 'Ending' | 'Revoked' | 'Expired';

function stateOf(key: KeyRow, now: Date): State {
  if (key.revokedAt !== null) return 'Revoked';
  if (isExpiring(key, now)) return 'Ending';
  return key.expiresAt !== null && key.expiresAt <= now ? 'Expired' : 'Live';
}

const tones = { Live: 'good', Ending: 'warn', Revoked: 'neutral', Expired: 'warn' } as const;

interface KeyTableProps extends Pick<AdminPageProps, 'ctx' | 't' | 'canChange'> {
  rows: readonly KeyRow[];
}

function KeyTable({ ctx, t, canChange, rows }: KeyTableProps) {
  const now = ctx.clock.now();
  const columns = ['colName', 'colScope', 'colState', 'colLastUsed', 'colExpires', 'colCreated'] as const;
  const time = (date: Date | null) =>
    date === null ? (
      <span className="text-muted">{t('time.never')}</span>
    ) : (
      <RelativeTime date={date} now={now} />
    );
  return (
    <Table
      caption={t('apiKeys.title')}
      head={[...columns.map((name) => t(`apiKeys.${name}`)), ...(canChange ? [''] : [])]}
    >
      {rows.map((key) => (
        <tr key={key.id}>
          <Cell label={t('apiKeys.colName')}>
            <div className="font-medium">{key.name}</div>
            <code className="text-muted text-xs">{key.prefix}</code>
          </Cell>
          <Cell label={t('apiKeys.colScope')}>{t(`apiKeys.scopes.${key.scope}`)}</Cell>
          <Cell label={t('apiKeys.colState')}>
            <Badge tone={tones[stateOf(key, now)]}>{t(`apiKeys.state${stateOf(key, now)}`)}</Badge>
          </Cell>
          <Cell label={t('apiKeys.colLastUsed')}>{time(key.lastUsedAt)}</Cell>
          <Cell label={t('apiKeys.colExpires')}>{time(key.expiresAt)}</Cell>
          <Cell label={t('apiKeys.colCreated')}>
            <div>
              {time(key.createdAt)}
              <div className="text-muted text-xs">
                {key.createdBy === null ? t('apiKeys.byStart') : t('apiKeys.by', { who: key.createdBy })}
              </div>
            </div>
          </Cell>
          {canChange ? (
            <Cell end label="">
              {key.revokedAt === null ? (
                <Revoke accountId={ctx.accountId} apiKey={key} now={now} t={t} />
              ) : null}
            </Cell>
          ) : null}
        </tr>
      ))}
    </Table>
  );
}

interface RevokeProps {
  t: AdminWords;
  accountId: string;
  apiKey: KeyRow;
  now: Date;
}

function Revoke({ t, accountId, apiKey, now }: RevokeProps) {
  const { id, name, lastUsedAt } = apiKey;
  return (
    <ConfirmButton
      accountId={accountId}
      action={revokeApiKeyAction}
      cancel={t('form.cancel')}
      confirm={t('apiKeys.revoke')}
      fields={{ id }}
      label={t('apiKeys.revoke')}
      title={t('apiKeys.revokeTitle', { name })}
    >
      <p>
        {lastUsedAt === null
          ? t('apiKeys.revokeUnused')
          : t('apiKeys.revokeUsed', { when: relativeTime(lastUsedAt, now) })}
      </p>
      <p>{t('apiKeys.revokeFinal')}</p>
    </ConfirmButton>
  );
}
