import type { Metadata } from 'next';
import { changePasswordAction } from '@/app/admin/(shell)/settings/actions.ts';
import { adminPage } from '@/app/admin/admin-page.tsx';
import { adminWords } from '@/app/admin/words.ts';
import { NewPasswordField } from '@/components/admin/new-password-field.tsx';
import { TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Section } from '@/components/ui/page.tsx';

export const metadata: Metadata = { title: adminWords()('settings.passwordTitle') };

export default adminPage(async ({ ctx, t }) => (
  <div className="max-w-xl">
    <Section lead={t('settings.passwordLead')} title={t('settings.passwordTitle')}>
      <ActionForm action={changePasswordAction}>
        <input
          autoComplete="username"
          defaultValue={ctx.admin.email}
          hidden
          name="username"
          readOnly
          type="text"
        />
        <TextField
          autoComplete="current-password"
          label={t('settings.currentPassword')}
          name="current_password"
          required
          type="password"
        />
        <NewPasswordField
          hint={t('setup.passwordHint')}
          label={t('settings.newPassword')}
          name="new_password"
        />
        <div>
          <Submit>{t('settings.changePassword')}</Submit>
        </div>
      </ActionForm>
    </Section>
  </div>
));
