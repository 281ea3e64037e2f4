import type { Metadata } from 'next';
import { setUpAction } from '@/app/admin/actions.ts';
import { adminWords } from '@/app/admin/words.ts';
import { EntryCard } from '@/components/admin/entry-card.tsx';
import { NewPasswordField } from '@/components/admin/new-password-field.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { findLink } from '@/server/admins/index.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

export const metadata: Metadata = { title: adminWords()('setup.title') };

export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const t = adminWords();
  const { token } = await params;
  if ((await findLink(getRuntime(), 'SETUP', token)) === null) {
    return (
      <EntryCard lead={t('setup.deadSetup')} title={t('setup.deadTitle')}>
        <LinkButton href="/admin/sign-in">{t('setup.toSignIn')}</LinkButton>
      </EntryCard>
    );
  }
  return (
    <EntryCard lead={t('setup.lead')} title={t('setup.title')}>
      <ActionForm action={setUpAction}>
        <input name="token" type="hidden" value={token} />
        <TextField autoComplete="username" label={t('signIn.email')} name="email" required type="email" />
        <NewPasswordField hint={t('setup.passwordHint')} label={t('signIn.password')} />
        <Submit>{t('setup.submit')}</Submit>
      </ActionForm>
    </EntryCard>
  );
}
