import type { Metadata } from 'next';
import { createConnectionAction } from '@/app/admin/(shell)/users/actions.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { dataTypeLabel } from '@/app/admin/parts/labels.ts';
import { adminWords } from '@/app/admin/words.ts';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { CheckField, CheckGroup } from '@/components/ui/check-fields.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Note, PageHeader, Section } from '@/components/ui/page.tsx';
import { getUser } from '@/server/connections/index.ts';
import { type AccountProvider, listProviders } from '@/server/provider-settings/index.ts';

export const metadata: Metadata = { title: adminWords()('users.newConnection') };

export default adminPage(async ({ ctx, t, canChange, params, query }) => {
  const user = await getUser(ctx, params.userId ?? '');
  const { rows } = await listProviders(ctx, { page: 1, perPage: ctx.catalogue.size });
  const enabled = rows.filter((provider) => provider.enabled);
  const chosen = enabled.find(({ manifest }) => manifest.name === query.provider);
  const path = `/admin/users/${user.id}/connections/new`;
  return (
    <div className="max-w-xl">
      <PageHeader lead={t('users.connect.lead')} title={t('users.connect.title', { name: user.name })} />
      {canChange ? null : <Note>{t('viewerNote')}</Note>}
      {canChange && chosen !== undefined ? (
        <ConnectionForm accountId={ctx.accountId} path={path} provider={chosen} t={t} userId={user.id} />
      ) : null}
      {canChange && chosen === undefined ? <Choose enabled={enabled} path={path} t={t} /> : null}
    </div>
  );
});

interface ChooseProps extends Pick<AdminPageProps, 't'> {
  path: string;
  enabled: readonly AccountProvider[];
}

function Choose({ t, path, enabled }: ChooseProps) {
  if (enabled.length === 0) {
    return (
      <Section>
        <EmptyState text={t('users.connect.noneEnabledText')} title={t('users.connect.noneEnabledTitle')}>
          <LinkButton href="/admin/providers">{t('users.connect.toProviders')}</LinkButton>
        </EmptyState>
      </Section>
    );
  }
  return (
    <Section title={t('users.connect.step1')}>
      <ul className="grid gap-2 sm:grid-cols-2">
        {enabled.map(({ manifest }) => (
          <li key={manifest.name}>
            <Link className="choice" href={`${path}?provider=${manifest.name}`}>
              <ProviderName displayName={manifest.displayName} name={manifest.name} />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface ConnectionFormProps extends Pick<AdminPageProps, 't'> {
  accountId: string;
  userId: string;
  path: string;
  provider: AccountProvider;
}

function ConnectionForm({ t, accountId, userId, path, provider: { manifest } }: ConnectionFormProps) {
  return (
    <Section title={t('users.connect.step2', { provider: manifest.displayName })}>
      <ActionForm accountId={accountId} action={createConnectionAction}>
        <input name="user_id" type="hidden" value={userId} />
        <input name="provider_name" type="hidden" value={manifest.name} />
        <CheckGroup
          legend={t('users.connect.dataTypes')}
          name="requested_data_types"
          options={manifest.dataTypes.map(({ type, dependsOn }) => ({
            value: type,
            label: dataTypeLabel(type),
            defaultChecked: true,
            ...(dependsOn.length > 0 && {
              hint: t('users.connect.needs', { list: dependsOn.map(dataTypeLabel).join(', ') }),
            }),
          }))}
        />
        {manifest.auth.kind === 'none' ? null : (
          <>
            <TextField
              hint={t('users.connect.purposeHint')}
              label={t('users.connect.purpose')}
              maxLength={200}
              name="purpose"
            />
            <CheckField
              hint={t('users.connect.skipHint')}
              label={t('users.connect.skip')}
              name="skip_permissions"
            />
          </>
        )}
        <div className="flex flex-wrap gap-2">
          <Submit>{t('users.connect.submit')}</Submit>
          <LinkButton href={path}>{t('users.connect.change')}</LinkButton>
        </div>
      </ActionForm>
    </Section>
  );
}
