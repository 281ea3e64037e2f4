import { CircleCheck, CircleDashed } from 'lucide-react';
import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Section } from '@/components/ui/page.tsx';
import { listUsers } from '@/server/users/index.ts';
import { CurlSteps } from './curl-steps.tsx';

interface Props extends Pick<AdminPageProps, 'ctx' | 't' | 'canChange'> {
  hasConnection: boolean;
}

/** For somebody who has nothing yet: commands to copy, ticked off as they happen. */
export async function FirstSteps({ ctx, t, canChange, hasConnection }: Props) {
  const { rows } = await listUsers(ctx, {}, { cursor: '', perPage: 1 });
  const ticks = [
    { label: t('overview.steps.user'), isDone: rows.length > 0 },
    { label: t('overview.steps.connection'), isDone: hasConnection },
    { label: t('overview.steps.sync'), isDone: false },
  ];
  return (
    <Section lead={t('overview.firstText')} title={t('overview.firstTitle')}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {ticks.map(({ label, isDone }) => (
            <li className="flex items-center gap-2" key={label}>
              {isDone ? (
                <CircleCheck aria-hidden className="text-good" size={18} />
              ) : (
                <CircleDashed aria-hidden className="text-muted" size={18} />
              )}
              {label}
              {isDone ? <span className="text-good text-sm">{t('overview.done')}</span> : null}
            </li>
          ))}
        </ul>
        <CurlSteps ctx={ctx} steps={['user', 'connection', 'sync', 'read']} t={t} />
        {canChange ? (
          <div className="flex flex-wrap gap-2">
            <LinkButton href="/admin/api-keys/new" look="main">
              {t('overview.makeKey')}
            </LinkButton>
            <LinkButton href="/admin/users/new">{t('overview.makeUser')}</LinkButton>
          </div>
        ) : null}
      </div>
    </Section>
  );
}
