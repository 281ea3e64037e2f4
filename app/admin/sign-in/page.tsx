import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { oidcSignInAction, signInAction } from '@/app/admin/actions.ts';
import { safeNextPath } from '@/app/admin/next-path.ts';
import { findCurrentSession } from '@/app/admin/session.ts';
import { adminWords } from '@/app/admin/words.ts';
import { EntryCard } from '@/components/admin/entry-card.tsx';
import { TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Note } from '@/components/ui/page.tsx';
import { hasAdmins } from '@/server/admins/index.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

export const metadata: Metadata = { title: adminWords()('signIn.title') };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const runtime = getRuntime();
  const t = adminWords();
  const { next, ended, error } = await searchParams;
  const nextPath = safeNextPath(typeof next === 'string' ? next : undefined);
  if ((await findCurrentSession()) !== null) redirect(nextPath);
  const { oidc, publicUrl } = runtime.settings;
  return (
    <EntryCard lead={t('signIn.lead', { host: new URL(publicUrl).host })} title={t('signIn.title')}>
      <div className="grid gap-4">
        {(await hasAdmins(runtime)) ? null : <Note tone="warn">{t('signIn.noAdmin')}</Note>}
        {ended === undefined ? null : <Note>{t('signIn.ended')}</Note>}
        {error === undefined || oidc === null ? null : (
          <Note tone="bad">{t('signIn.oidcFailed', { name: oidc.name })}</Note>
        )}
        <ActionForm action={signInAction}>
          <input name="next" type="hidden" value={nextPath} />
          <TextField autoComplete="username" label={t('signIn.email')} name="email" required type="email" />
          <TextField
            autoComplete="current-password"
            label={t('signIn.password')}
            name="password"
            required
            type="password"
          />
          <Submit>{t('signIn.submit')}</Submit>
        </ActionForm>
        {oidc === null ? null : (
          <ActionForm action={oidcSignInAction} className="grid gap-4">
            <p className="text-center text-muted text-sm">{t('signIn.or')}</p>
            <Submit look="plain">{t('signIn.oidc', { name: oidc.name })}</Submit>
          </ActionForm>
        )}
        <p className="text-muted text-sm">{t('signIn.forgot')}</p>
      </div>
    </EntryCard>
  );
}
