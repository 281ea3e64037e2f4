import type { Metadata } from 'next';
import { inviteAction } from '@/app/admin/(shell)/settings/admins/actions.ts';
import { adminPage } from '@/app/admin/admin-page.tsx';
import { copyWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { SelectField, TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Note, Section } from '@/components/ui/page.tsx';
import { ShownOnce } from '@/components/ui/shown-once.tsx';

export const metadata: Metadata = { title: adminWords()('settings.inviteTitle') };

export default adminPage(async ({ t, canChange }) => (
  <div className="max-w-xl">
    {canChange ? (
      <Section lead={t('settings.inviteLead')} title={t('settings.inviteTitle')}>
        <ActionForm action={inviteAction}>
          <ShownOnce
            done={{ href: '/admin/settings/admins', label: t('apiKeys.done') }}
            note={t('settings.invited')}
            values={[{ name: 'url', label: t('settings.inviteLink') }]}
            words={copyWords(t)}
          >
            <TextField label={t('settings.inviteEmail')} name="email" required type="email" />
            <SelectField
              defaultValue="VIEWER"
              label={t('settings.inviteRole')}
              name="role"
              options={[
                { value: 'VIEWER', label: t('settings.roleViewer') },
                { value: 'ADMIN', label: t('settings.roleAdmin') },
              ]}
            />
            <div className="flex gap-2">
              <Submit>{t('settings.invite')}</Submit>
              <LinkButton href="/admin/settings/admins">{t('form.cancel')}</LinkButton>
            </div>
          </ShownOnce>
        </ActionForm>
      </Section>
    ) : (
      <Note>{t('viewerNote')}</Note>
    )}
  </div>
));
