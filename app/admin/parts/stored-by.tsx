import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { type AuditFilter, listAudit } from '@/server/audit/index.ts';
import type { AccountProvider } from '@/server/provider-settings/index.ts';

interface Props extends Pick<AdminPageProps, 'ctx' | 't'> {
  provider: AccountProvider;
}

/**
 * When the stored credentials were entered, and by whom. Only what admins do is in the audit log; the API leaves no more
 * than the time of the provider's last change, which is told as what it is.
 */
export async function StoredBy({ ctx, t, provider }: Props) {
  const { manifest, credentials, changedAt } = provider;
  if (changedAt === null || Object.keys(credentials).length === 0) return null;
  const ofProvider = { accountId: ctx.accountId, objectId: manifest.name };
  const [stored, latest] = await Promise.all([
    lastEntry(ctx, { ...ofProvider, action: 'provider.set_credentials' }),
    lastEntry(ctx, ofProvider),
  ]);
  const time = (date: Date) => <RelativeTime date={date} now={ctx.clock.now()} />;
  if (stored === undefined) {
    return (
      <p className="text-muted">
        {t('providers.storedByApi')} {time(changedAt)}.
      </p>
    );
  }
  // An entry is written after the change that it is about.
  const isChangedSince = latest !== undefined && changedAt > latest.createdAt;
  return (
    <p className="text-muted">
      {t('providers.storedBy', { who: stored.actorLabel })} {time(stored.createdAt)}.
      {isChangedSince ? (
        <span>
          {' '}
          {t('providers.changedByApi')} {time(changedAt)}.
        </span>
      ) : null}
    </p>
  );
}

async function lastEntry(ctx: Props['ctx'], filter: AuditFilter) {
  const { rows } = await listAudit(ctx, filter, { cursor: '', perPage: 1 });
  return rows[0];
}
