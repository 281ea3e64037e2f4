import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { showLinksAction, startBulkAction } from '@/app/admin/(shell)/connections/bulk/actions.ts';
import { type BulkWish, readBulkWish } from '@/app/admin/(shell)/connections/bulk/bulk-wish.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { describeChoice } from '@/app/admin/parts/bulk-words.ts';
import { providerLabel } from '@/app/admin/parts/labels.ts';
import { copyWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { ShownLinks } from '@/components/admin/shown-links.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Fact } from '@/components/ui/facts.tsx';
import { TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Note, PageHeader, Section } from '@/components/ui/page.tsx';
import { type BulkSelection, countFitting, countItems } from '@/server/bulk/index.ts';
import { listConnectionsById } from '@/server/dashboard/index.ts';

export const metadata: Metadata = { title: adminWords()('bulk.title') };

type Wanted = BulkWish & { selection: BulkSelection };

/** Says in numbers what will happen, and asks. A page and no dialog: the numbers take a moment, and it needs no script. */
export default adminPage(async ({ ctx, t, canChange, query, queryAll }) => {
  const wish = readBulkWish(query, queryAll('select'), ctx.clock.now());
  if (wish === null) notFound();
  const { name, selection, backHref } = wish;
  const back = <LinkButton href={backHref}>{t('bulk.back')}</LinkButton>;
  const chosen = selection === null ? null : await countItems(ctx, selection);
  if (selection === null || chosen === null || (selection.of === 'ids' && chosen.count === 0)) {
    return (
      <EmptyState heading="h1" text={t('bulk.nothingText')} title={t('bulk.nothingTitle')}>
        {back}
      </EmptyState>
    );
  }
  const { count, isCapped } = chosen;
  const fits = name === 'retry' ? null : await countFitting(ctx, name, selection);
  return (
    <>
      <PageHeader title={t(isCapped ? `bulk.askCapped.${name}` : `bulk.ask.${name}`, { count })}>
        {back}
      </PageHeader>
      <div className="grid max-w-2xl gap-4">
        <Section>
          <div className="grid gap-4">
            <p>{t(`bulk.text.${name}`)}</p>
            <dl>
              <Fact label={t('bulk.chosen')}>
                {selection.of === 'ids'
                  ? await namesOf(ctx, t, selection.connectionIds)
                  : describeChoice(t, ctx, {
                      ...wish.shownFilter,
                      ...(wish.fields.q !== undefined && { q: wish.fields.q }),
                    })}
              </Fact>
            </dl>
            {fits === null || name === 'retry' ? null : (
              <p className="font-medium">
                {t(fits.isCapped ? `bulk.fittingCapped.${name}` : `bulk.fitting.${name}`, {
                  count: fits.count,
                })}
              </p>
            )}
            {!canChange ? (
              <Note>{t('viewerNote')}</Note>
            ) : name === 'links' ? (
              <Links ctx={ctx} t={t} wish={{ ...wish, selection }} />
            ) : count === 0 && !isCapped ? null : (
              <Ask ctx={ctx} name={name} t={t} wish={{ ...wish, selection }} />
            )}
          </div>
        </Section>
      </div>
    </>
  );
});

interface FormProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  wish: Wanted;
}

function HiddenFields({ fields }: { fields: Record<string, string> }) {
  return Object.entries(fields).map(([name, value]) => (
    <input key={name} name={name} type="hidden" value={value} />
  ));
}

function Ask({ ctx, t, wish, name }: FormProps & { name: 'sync' | 'disconnect' | 'retry' }) {
  const word = t('bulk.typedWord');
  return (
    <>
      <p className="text-muted">{t('bulk.fixed')}</p>
      <ActionForm accountId={ctx.accountId} action={startBulkAction}>
        <HiddenFields fields={wish.fields} />
        {name === 'disconnect' ? (
          <TextField autoComplete="off" label={t('bulk.typed', { word })} mono name="confirm" required />
        ) : null}
        <div>
          <Submit look={name === 'disconnect' ? 'danger' : 'main'}>{t(`bulk.start.${name}`)}</Submit>
        </div>
      </ActionForm>
    </>
  );
}

/** Shown on this page, or as a file that is posted for: never in an address. */
function Links({ ctx, t, wish }: FormProps) {
  return (
    <>
      <ActionForm accountId={ctx.accountId} action={showLinksAction}>
        <HiddenFields fields={wish.fields} />
        <ShownLinks copyLabel={t('bulk.linksCopy')} label={t('bulk.linksLabel')} words={copyWords(t)} />
        <div>
          <Submit>{t('bulk.showLinks')}</Submit>
        </div>
      </ActionForm>
      <form action="/admin/connections/links.csv" method="post">
        <input name="account_id" type="hidden" value={ctx.accountId} />
        <HiddenFields fields={wish.fields} />
        <Button type="submit">{t('bulk.downloadLinks')}</Button>
      </form>
    </>
  );
}

const mostNames = 8;

/** Of ticked rows, for people to see that they are the right ones. */
async function namesOf(
  ctx: AdminPageProps['ctx'],
  t: AdminPageProps['t'],
  ids: readonly string[],
): Promise<string> {
  const rows = await listConnectionsById(ctx, ids.slice(0, mostNames));
  const names = rows.map((row) => `${row.userName} (${providerLabel(ctx, row.providerName)})`).join(', ');
  return ids.length > mostNames ? t('bulk.chosenMore', { names, count: ids.length - mostNames }) : names;
}
