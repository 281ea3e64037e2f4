import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { hrefWith } from '@/app/admin/parts/query.ts';
import { readTheme } from '@/app/admin/theme.ts';
import { adminWords } from '@/app/admin/words.ts';
import { pageThemes } from '@/app/connect/themed-css.ts';
import { PermissionPreview } from '@/components/admin/permission-preview.tsx';
import { Segments } from '@/components/admin/segments.tsx';
import { SelectField, TextArea, TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Note, Section } from '@/components/ui/page.tsx';
import { getAccount, maxLogoBytes, serializeProfile } from '@/server/accounts/index.ts';
import { isLanguage, languageFacts, languages } from '@/server/core/language.ts';
import { setLogoAction, updateAccountAction } from './actions.ts';

export const metadata: Metadata = { title: adminWords()('settings.title') };

type Profile = ReturnType<typeof serializeProfile>;

export default adminPage(async ({ ctx, t, canChange, query }) => {
  const profile = serializeProfile(ctx, await getAccount(ctx));
  const language = isLanguage(query.language ?? '') ? query.language : profile.default_language;
  const own = await readTheme(ctx);
  const theme = pageThemes.find((each) => each === (query.theme ?? own)) ?? 'light';
  return (
    <PermissionPreview
      heading={<PreviewHeading language={language} t={t} theme={theme} />}
      maxFileBytes={maxLogoBytes}
      src={hrefWith('/admin/settings/preview', { language, theme })}
      title={t('preview.frame')}
    >
      {canChange ? null : <Note>{t('viewerNote')}</Note>}
      <Section lead={t('settings.accountLead', { name: profile.name })} title={t('settings.accountTitle')}>
        <ProfileForm accountId={ctx.accountId} canChange={canChange} profile={profile} t={t} />
      </Section>
      <Section lead={t('settings.logoLead')} title={t('settings.logoTitle')}>
        <Logo accountId={ctx.accountId} canChange={canChange} profile={profile} t={t} />
      </Section>
    </PermissionPreview>
  );
});

interface PreviewHeadingProps extends Pick<AdminPageProps, 't'> {
  language: string | undefined;
  theme: string;
}

/** Which of the four looks is shown stands in the address. */
function PreviewHeading({ t, language, theme }: PreviewHeadingProps) {
  const look = (change: { language?: string; theme?: string }) =>
    hrefWith('/admin/settings', { language, theme, ...change });
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h2 className="font-semibold text-lg">{t('preview.title')}</h2>
      <div className="flex flex-wrap gap-2">
        <Segments
          label={t('preview.language')}
          options={languages.map((each) => ({
            href: look({ language: each }),
            label: languageFacts[each].ownName,
            isCurrent: each === language,
            language: each,
          }))}
        />
        <Segments
          label={t('preview.theme')}
          options={pageThemes.map((each) => ({
            href: look({ theme: each }),
            label: t(`account.${each}`),
            isCurrent: each === theme,
          }))}
        />
      </div>
    </div>
  );
}

interface FormProps extends Pick<AdminPageProps, 't' | 'canChange'> {
  accountId: string;
  profile: Profile;
}

function Logo({ t, canChange, accountId, profile }: FormProps) {
  return (
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
        <ActionForm accountId={accountId} action={setLogoAction}>
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
  );
}

function ProfileForm({ t, canChange, accountId, profile }: FormProps) {
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
