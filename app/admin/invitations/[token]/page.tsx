import type { Metadata } from 'next';
import { acceptInvitationAction } from '@/app/admin/actions.ts';
import { adminWords } from '@/app/admin/words.ts';
import { EntryCard } from '@/components/admin/entry-card.tsx';
import { NewPasswordField } from '@/components/admin/new-password-field.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { findLink } from '@/server/admins/index.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

export const metadata: Metadata = { title: adminWords()('invitation.title') };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const t = adminWords();
  const { token } = await params;
  const link = await findLink(getRuntime(), 'INVITATION', token);
  if (link === null) {
    return (
      <EntryCard lead={t('setup.deadInvitation')} title={t('setup.deadTitle')}>
        <LinkButton href="/admin/sign-in">{t('setup.toSignIn')}</LinkButton>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      lead={t('invitation.lead', { inviter: link.createdBy ?? t('product'), role: link.role })}
      title={t('invitation.title')}
    >
      <ActionForm action={acceptInvitationAction}>
        <input name="token" type="hidden" value={token} />
        {/* For password managers: which name the new password belongs to. */}
        <div className="grid gap-1">
          <span className="font-medium">{t('signIn.email')}</span>
          <input
            aria-label={t('signIn.email')}
            autoComplete="username"
            className="field-input bg-soft"
            readOnly
            value={link.email ?? ''}
          />
        </div>
        <NewPasswordField hint={t('setup.passwordHint')} label={t('setup.newPassword')} />
        <Submit>{t('invitation.submit')}</Submit>
      </ActionForm>
    </EntryCard>
  );
}
