import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { Status } from '@/components/admin/status.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { readDataTypes } from '@/server/connections/index.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { connectionLabel, dataTypeLabel, providerLabel } from './labels.ts';

/** Two names and how many more; all of them on hover. */
export function DataTypeList({ names, t }: { names: readonly string[]; t: AdminPageProps['t'] }) {
  const labels = names.map(dataTypeLabel);
  const rest = labels.length - 2;
  return (
    <span title={labels.join(', ')}>
      {labels.slice(0, 2).join(', ')}
      {rest > 0 ? <span className="text-muted"> {t('users.more', { count: rest })}</span> : null}
    </span>
  );
}

interface Props extends Pick<AdminPageProps, 'ctx' | 't'> {
  rows: readonly DataConnection[];
}

/** The connections of one user. */
export function UserConnectionTable({ ctx, t, rows }: Props) {
  const now = ctx.clock.now();
  const columns = ['colProvider', 'colStatus', 'colDataTypes', 'colSince'] as const;
  return (
    <Table caption={t('users.connections')} compact head={columns.map((name) => t(`users.${name}`))}>
      {rows.map((row) => (
        <tr key={row.id}>
          <Cell label={t('users.colProvider')} place="title">
            <Link className="row-link" href={`/admin/connections/${row.id}`}>
              <ProviderName displayName={providerLabel(ctx, row.providerName)} name={row.providerName} />
            </Link>
          </Cell>
          <Cell label={t('users.colStatus')} place="corner">
            <Status label={connectionLabel(t, row.status)} status={row.status} />
          </Cell>
          <Cell label={t('users.colDataTypes')} place="rest">
            <DataTypeList names={readDataTypes(row.requestedDataTypes)} t={t} />
          </Cell>
          <Cell label={t('users.colSince')} place="rest">
            <RelativeTime date={row.createdAt} now={now} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
