import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { Status } from '@/components/admin/status.tsx';
import { formatCount } from '@/components/ui/formats.ts';
import { Link } from '@/components/ui/link.tsx';
import type { StatusCounts } from '@/server/dashboard/index.ts';
import { connectionLabel } from './labels.ts';

const order = ['CONNECTED', 'AUTH_ERROR', 'CONNECTING', 'AUTH_REQUIRED', 'DISCONNECTED'] as const;

interface Props extends Pick<AdminPageProps, 't'> {
  counts: StatusCounts;
}

/** How many there are of each; every number is the way to its list. */
export function StatusTiles({ t, counts }: Props) {
  return (
    <nav aria-label={t('overview.statuses')}>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {order.map((status) => (
          <li className="grid grid-cols-[minmax(0,1fr)] last:col-span-2 sm:last:col-span-1" key={status}>
            <Link
              className="card card-link grid justify-items-start gap-1 p-3 sm:p-4"
              href={`/admin/connections?status=${status}`}
            >
              <span className="font-semibold text-2xl tabular-nums leading-tight">
                {formatCount(counts[status])}
              </span>
              <Status label={connectionLabel(t, status)} status={status} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
