import { Bookmark, Users } from 'lucide-react';
import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ReplaceView } from '@/components/admin/replace-view.tsx';
import { CheckField } from '@/components/ui/check-fields.tsx';
import { TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { FormDetails } from '@/components/ui/form-details.tsx';
import { Link } from '@/components/ui/link.tsx';
import type { SavedViewRow } from '@/server/saved-views/index.ts';
import { deleteViewAction, saveViewAction, updateViewAction } from './saved-view-actions.ts';
import { type SavedViewList, viewQuery } from './saved-view-lists.ts';

interface SavedViewsProps extends Pick<AdminPageProps, 'ctx' | 't' | 'canChange' | 'query'> {
  list: SavedViewList;
  views: readonly SavedViewRow[];
}

/** Above a list's filter: the list as a whole, then what it was filtered by under a name, and how to add to that. */
export function SavedViews({ ctx, t, canChange, query, list, views }: SavedViewsProps) {
  // Nothing to choose from, and nothing to save.
  if (!canChange && views.length === 0) return null;
  const path = `/admin/${list}`;
  const here = viewQuery(list, query);
  const current = here === '' ? undefined : views.find((view) => view.query === here);
  const own = views.filter(({ sharedBy }) => sharedBy === null);
  const form = { accountId: ctx.accountId, t };
  return (
    <div className="panels mb-4 flex flex-wrap items-center gap-1.5">
      <nav aria-label={t('views.label')}>
        <ul className="flex flex-wrap gap-1.5">
          <li>
            <Link aria-current={here === '' ? 'page' : undefined} className="view" href={path}>
              {t('views.all')}
            </Link>
          </li>
          {views.map((view) => (
            <li key={view.id}>
              <Link
                aria-current={view === current ? 'page' : undefined}
                className="view"
                href={`${path}?${view.query}`}
              >
                {view.isShared ? <Users aria-hidden className="shrink-0" size={13} /> : null}
                <span className="truncate">{view.name}</span>
                {view.sharedBy === null ? null : (
                  <span className="sr-only"> {t('views.sharedBy', { email: view.sharedBy })}</span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {!canChange ? null : current === undefined ? (
        <SaveView {...form} key="new" list={list} own={own} query={here} />
      ) : (
        <ChangeView {...form} key={current.id} view={current} />
      )}
    </div>
  );
}

interface FormProps extends Pick<AdminPageProps, 't'> {
  accountId: string;
}

interface SaveViewProps extends FormProps {
  list: SavedViewList;
  query: string;
  /** The admin's own views of the list: one of them can be replaced. */
  own: readonly SavedViewRow[];
}

function SaveView({ t, accountId, list, query, own }: SaveViewProps) {
  return (
    <ActionForm accountId={accountId} action={saveViewAction} className="contents" hasAlert>
      <FormDetails
        label={
          <>
            <Bookmark aria-hidden size={14} />
            {t('views.save')}
          </>
        }
      >
        {query === '' ? (
          <p className="text-muted">{t('views.nothingToSave')}</p>
        ) : (
          <>
            <input name="list" type="hidden" value={list} />
            <input name="query" type="hidden" value={query} />
            <ViewFields t={t} />
            <div>
              <Submit>{t('views.saveIt')}</Submit>
            </div>
            <ReplaceView
              label={t('views.replaceIt')}
              views={own.map(({ id, name, isShared }) => ({
                id,
                name,
                question: t(isShared ? 'views.replaceShared' : 'views.replace', { name }),
              }))}
            />
          </>
        )}
      </FormDetails>
    </ActionForm>
  );
}

function ChangeView({ t, accountId, view }: FormProps & { view: SavedViewRow }) {
  const { id, name, isShared, sharedBy } = view;
  return (
    <>
      <ActionForm accountId={accountId} action={updateViewAction} className="contents" hasAlert>
        <FormDetails label={t('views.change')}>
          {sharedBy === null ? null : (
            <p className="text-muted">{t('views.ofSomebody', { email: sharedBy })}</p>
          )}
          <input name="id" type="hidden" value={id} />
          <ViewFields isShared={isShared} name={name} t={t} />
          <div>
            <Submit>{t('settings.save')}</Submit>
          </div>
        </FormDetails>
      </ActionForm>
      <ActionForm accountId={accountId} action={deleteViewAction} className="contents" hasAlert>
        <FormDetails label={t('views.delete')}>
          <p>{t(isShared ? 'views.deleteShared' : 'views.deleteOwn', { name })}</p>
          <input name="id" type="hidden" value={id} />
          <div>
            <Submit look="danger">{t('views.deleteIt')}</Submit>
          </div>
        </FormDetails>
      </ActionForm>
    </>
  );
}

function ViewFields({
  t,
  name,
  isShared = false,
}: Pick<FormProps, 't'> & { name?: string; isShared?: boolean }) {
  return (
    <>
      <TextField
        autoComplete="off"
        defaultValue={name}
        label={t('views.name')}
        maxLength={60}
        name="name"
        required
      />
      <CheckField
        defaultChecked={isShared}
        hint={t('views.sharedHint')}
        label={t('views.shared')}
        name="is_shared"
      />
    </>
  );
}
