import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { Note } from '@/components/ui/page.tsx';
import { checkAuditChain } from '@/server/audit/index.ts';

/** One query and some ten milliseconds, however long the log is: a page may do that on every view. */
const lookedAt = 500;

/** Whether the latest entries of the log fit together, whatever is filtered; the rest is for the terminal. */
export async function ChainState({ ctx, t }: Pick<AdminPageProps, 'ctx' | 't'>) {
  const { from, through, broken } = await checkAuditChain(ctx, lookedAt);
  const command = <code className="whitespace-nowrap text-sm">npm run moorage -- audit verify</code>;
  return (
    <div className="mb-4">
      {broken === null ? (
        <p className="text-muted text-sm">
          {t('audit.chainWhole', { from, through })} {t('audit.chainAll')} {command}
        </p>
      ) : (
        <Note tone="bad">
          <strong className="text-bad">{t('audit.chainBroken', { broken })}</strong> {t('audit.chainAll')}{' '}
          {command}
        </Note>
      )}
    </div>
  );
}
