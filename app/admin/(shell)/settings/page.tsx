import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { adminWords } from '@/app/admin/words.ts';
import { SelectField, TextArea, TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Note, Section } from '@/components/ui/page.tsx';
import { getAccount, serializeProfile } from '@/server/accounts/index.ts';
import { setLogoAction, updateAccountAction } from './actions.ts';

export const metadata: Metadata = { title: adminWords()('settings.title') };

type Profile = ReturnType<typeof serializeProfile>;

export default adminPage(async ({ ctx, t, canChange }) => {
  const profile = serializeProfile(ctx, await getAccount(ctx));
  return (
    <div className="grid max-w-2xl gap-4">
      {canChange ? null : <Note>{t('viewerNote')}</Note>}
      <Section lead={t('settings.accountLead', { name: profile.name })} title={t('settings.accountTitle')}>
        <ProfileForm accountId={ctx.accountId} canChange={canChange} profile={profile} t={t} />
      </Section>
      <Section lead={t('settings.logoLead')} title={t('settings.logoTitle')}>
        <div className="grid gap-4">
          {profile.logo_url === null ? (
            <p className="text-muted">{t('settings.logoNone')}</p>
          ) : (
            <img
              alt={t('settings.logoAlt', { name: profile.name })}
              className="rounded-lg border border-line bg-white"
              height={64}
              src={new URL(profile.logo_url).pathname}
              width={64}
            />
          )}
          {canChange ? (
            <ActionForm accountId={ctx.accountId} action={setLogoAction}>
              <TextField
                accept="image/png,image/webp"
                label={t('settings.logoFile')}
                name="logo"
                required
                type="file"
              />
              <div>
                <Submit look="plain">{t('settings.logoSave')}</Submit>
              </div>
            </ActionForm>
          ) : null}
        </div>
      </Section>
    </div>
  );
});

interface ProfileFormProps extends Pick<AdminPageProps, 't' | 'canChange'> {
  accountId: string;
  profile: Profile;
}

function ProfileForm({ t, canChange, accountId, profile }: ProfileFormProps) {
  return (
    <ActionForm accountId={accountId} action={updateAccountAction}>
      <TextField
        defaultValue={profile.name}
        hint={t('settings.nameHint')}
        label={t('settings.name')}
        maxLength={100}
        name="name"
        required
      />
      <TextField
        defaultValue={profile.purpose ?? ''}
        hint={t('settings.purposeHint')}
        label={t('settings.purpose')}
        maxLength={200}
        name="purpose"
      />
      <TextField
        defaultValue={profile.privacy_policy_url ?? ''}
        hint={t('settings.urlHint')}
        label={t('settings.privacy')}
        name="privacy_policy_url"
        placeholder="https://"
      />
      <TextField
        defaultValue={profile.support_url ?? ''}
        hint={t('settings.urlHint')}
        label={t('settings.support')}
        name="support_url"
        placeholder="https://"
      />
      <TextArea
        defaultValue={profile.return_url_origins.join('\n')}
        hint={t('settings.originsHint')}
        label={t('settings.origins')}
        mono
        name="return_url_origins"
      />
      <SelectField
        defaultValue={profile.default_language}
        label={t('settings.language')}
        name="default_language"
        options={[
          { value: 'en', label: t('settings.english') },
          { value: 'fr', label: t('settings.french') },
        ]}
      />
      {canChange ? (
        <div>
          <Submit>{t('settings.save')}</Submit>
        </div>
      ) : null}
    </ActionForm>
  );
}
