import type { AdminWords } from '@/app/admin/words.ts';
import { SelectedCount, SelectPage } from '@/components/admin/select-rows.tsx';
import { Button } from '@/components/ui/button.tsx';
import type { CappedCount } from '@/server/dashboard/index.ts';

/** Rows are chosen by boxes of one GET form, which leads to the page that asks: without script too. */
const formId = 'bulk';

/** One row's box, beside what the row is called. */
export function SelectRow({ id, label }: { id: string; label: string }) {
  return (
    <label className="select-box">
      <input aria-label={label} form={formId} name="select" type="checkbox" value={id} />
    </label>
  );
}

interface SelectAllProps {
  t: AdminWords;
  total: CappedCount;
}

/** Above the list: this page, or everything that the filter finds. */
export function SelectAll({ t, total: { count, isCapped } }: SelectAllProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-sm">
      <span className="text-muted">{t('bulk.select')}</span>
      <SelectPage label={t('bulk.selectPage')} />
      <label className="select-box">
        <input form={formId} name="scope" type="checkbox" value="filter" />
        {t(isCapped ? 'bulk.selectAllCapped' : 'bulk.selectAll', { count })}
      </label>
    </div>
  );
}

interface BulkBarProps {
  t: AdminWords;
  /** The filter of the list. */
  query: Record<string, string>;
}

/** Below the list, seen while something is chosen (`[data-bulk]` in the sheet): it moves nothing that is read. */
export function BulkBar({ t, query }: BulkBarProps) {
  return (
    <form
      action="/admin/connections/bulk/new"
      aria-label={t('bulk.bar')}
      autoComplete="off"
      className="bulk-bar"
      id={formId}
      method="get"
    >
      {Object.entries(query).map(([name, value]) => (
        <input key={name} name={name} type="hidden" value={value} />
      ))}
      <SelectedCount words={{ some: t('bulk.selected'), all: t('bulk.selectedAll') }} />
      {(['sync', 'links', 'disconnect'] as const).map((action) => (
        <Button key={action} name="action" small type="submit" value={action}>
          {t(`bulk.${action}`)}
        </Button>
      ))}
    </form>
  );
}
