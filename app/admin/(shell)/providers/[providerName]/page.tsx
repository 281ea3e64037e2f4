import type { Metadata } from 'next';
import {
  disableProviderAction,
  enableProviderAction,
  setCredentialsAction,
  setSettingsAction,
} from '@/app/admin/(shell)/providers/actions.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { CopyLine } from '@/app/admin/parts/copy-line.tsx';
import { dataTypeLabel } from '@/app/admin/parts/labels.ts';
import { listProviderFigures } from '@/app/admin/parts/provider-figures.ts';
import { ProviderFrame } from '@/app/admin/parts/provider-frame.tsx';
import { StoredBy } from '@/app/admin/parts/stored-by.tsx';
import { adminWords } from '@/app/admin/words.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { CheckField } from '@/components/ui/check-fields.tsx';
import { ConfirmButton } from '@/components/ui/confirm-button.tsx';
import { SelectField, TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Note, Section } from '@/components/ui/page.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import {
  type AccountProvider,
  callbackUri,
  getAccountProvider,
  serializeProvider,
  settingsOf,
} from '@/server/provider-settings/index.ts';
import { everyScope, type ProviderManifest } from '@/server/providers/index.ts';

export const metadata: Metadata = { title: adminWords()('providers.title') };

export default adminPage(async ({ ctx, t, canChange, params }) => {
  const provider = await getAccountProvider(ctx, params.providerName ?? '');
  const { manifest } = provider;
  const connections = (await listProviderFigures(ctx)).get(manifest.name)?.connections ?? 0;
  const shared = { t, provider, canChange, accountId: ctx.accountId };
  return (
    <ProviderFrame current="setup" manifest={manifest} t={t}>
      <div className="grid max-w-3xl gap-4">
        {canChange ? null : <Note>{t('viewerNote')}</Note>}
        <State {...shared} connections={connections} />
        <Notes manifest={manifest} t={t} />
        {manifest.operatorConfig.length === 0 ? null : (
          <Credentials {...shared} ctx={ctx} redirectUri={redirectUriOf(ctx, manifest)} />
        )}
        <Settings {...shared} />
        <DataTypes manifest={manifest} t={t} />
      </div>
    </ProviderFrame>
  );
});

function redirectUriOf(ctx: AdminPageProps['ctx'], { auth, name }: ProviderManifest): string | null {
  return auth.kind === 'oauth2_authorization_code' ? callbackUri(ctx, name) : null;
}

interface PartProps extends Pick<AdminPageProps, 't' | 'canChange'> {
  accountId: string;
  provider: AccountProvider;
}

function State({ t, canChange, accountId, provider, connections }: PartProps & { connections: number }) {
  const { manifest, enabled, available } = provider;
  const state = enabled ? 'stateOn' : available ? 'stateOff' : 'stateUnavailable';
  return (
    <Section title={t('providers.stateTitle')}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="grid gap-1">
          <p>{t(`providers.${state}`)}</p>
          <p className="text-muted">
            {t('providers.connections', { count: connections })}
            {connections === 0 ? null : ' · '}
            {connections === 0 ? null : (
              <Link className="link" href={`/admin/connections?provider=${manifest.name}`}>
                {t('providers.allConnections')}
              </Link>
            )}
          </p>
        </div>
        {canChange && enabled ? (
          <ConfirmButton
            accountId={accountId}
            action={disableProviderAction}
            cancel={t('form.cancel')}
            confirm={t('providers.disable')}
            fields={{ provider_name: manifest.name }}
            label={t('providers.disable')}
            small={false}
            title={t('providers.disableTitle', { provider: manifest.displayName })}
          >
            <p>{t('providers.disableText', { count: connections })}</p>
            <p>{t('providers.disableText2')}</p>
          </ConfirmButton>
        ) : null}
        {canChange && !enabled && available ? (
          <ActionForm accountId={accountId} action={enableProviderAction}>
            <input name="provider_name" type="hidden" value={manifest.name} />
            <Submit>{t('providers.enable')}</Submit>
          </ActionForm>
        ) : null}
      </div>
    </Section>
  );
}

function Notes({ t, manifest }: { t: AdminPageProps['t']; manifest: ProviderManifest }) {
  if (manifest.operatorNotes.length === 0 && manifest.docsUrl === null) return null;
  return (
    <Section title={t('providers.notes')}>
      <ul className="grid list-disc gap-1 ps-5">
        {manifest.operatorNotes.map(({ en }) => (
          <li key={en}>{en}</li>
        ))}
        {manifest.docsUrl === null ? null : (
          <li>
            <a className="link" href={manifest.docsUrl} rel="noreferrer" target="_blank">
              {t('providers.docs')}
            </a>
          </li>
        )}
      </ul>
    </Section>
  );
}

interface CredentialsProps extends PartProps, Pick<AdminPageProps, 'ctx'> {
  redirectUri: string | null;
}

/** Write-only: what is stored is never sent to a browser. */
function Credentials({ ctx, t, canChange, accountId, provider, redirectUri }: CredentialsProps) {
  const { credentials_config: config } = serializeProvider(ctx, provider);
  const { manifest } = provider;
  const scopes = everyScope(manifest, provider.settings);
  return (
    <Section lead={t('providers.credentialsLead')} title={t('providers.credentialsTitle')}>
      <div className="grid gap-4">
        <StoredBy ctx={ctx} provider={provider} t={t} />
        {redirectUri === null ? null : (
          <div className="grid gap-1">
            <span className="font-medium">{t('providers.redirectUri')}</span>
            <CopyLine label={t('providers.redirectUri')} t={t} text={redirectUri} />
            <span className="text-muted text-sm">{t('providers.redirectUriHint')}</span>
          </div>
        )}
        {scopes === '' ? null : (
          <div className="grid gap-1">
            <span className="font-medium">{t('providers.scopes')}</span>
            <CopyLine label={t('providers.scopes')} t={t} text={scopes} />
            <span className="text-muted text-sm">{t('providers.scopesHint')}</span>
          </div>
        )}
        {canChange ? (
          <ActionForm accountId={accountId} action={setCredentialsAction}>
            <input name="provider_name" type="hidden" value={manifest.name} />
            {config.map(({ name, label, secret, filled }) => (
              <TextField
                autoComplete="off"
                hint={t(filled ? 'providers.filled' : 'providers.empty')}
                key={name}
                label={label.en}
                maxLength={10_000}
                mono
                name={`credential_${name}`}
                required
                type={secret ? 'password' : 'text'}
              />
            ))}
            <div>
              <Submit>{t('providers.credentialsSave')}</Submit>
            </div>
          </ActionForm>
        ) : (
          <ul className="grid gap-1">
            {config.map(({ name, label, filled }) => (
              <li className="flex items-center gap-2" key={name}>
                {label.en}
                <Badge tone={filled ? 'good' : 'warn'}>
                  {t(filled ? 'providers.filled' : 'providers.empty')}
                </Badge>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

function Settings({ t, canChange, accountId, provider }: PartProps) {
  const { manifest } = provider;
  return (
    <Section title={t('providers.settingsTitle')}>
      <ActionForm accountId={accountId} action={setSettingsAction}>
        <input name="provider_name" type="hidden" value={manifest.name} />
        {settingsOf(manifest).map((setting) => (
          <SettingField
            key={setting.name}
            setting={setting}
            value={provider.settings[setting.name] ?? setting.default}
          />
        ))}
        {canChange ? (
          <div>
            <Submit>{t('providers.settingsSave')}</Submit>
          </div>
        ) : null}
      </ActionForm>
    </Section>
  );
}

interface SettingFieldProps {
  setting: ReturnType<typeof settingsOf>[number];
  value: boolean | number | string;
}

function SettingField({ setting, value }: SettingFieldProps) {
  const { label, description } = setting;
  const shared = { name: `setting_${setting.name}`, label: label.en, hint: description.en };
  if (setting.type === 'boolean') return <CheckField {...shared} defaultChecked={value === true} />;
  if (setting.type === 'choice') {
    const options = setting.options.map((option) => ({ value: option.value, label: option.label.en }));
    return <SelectField {...shared} defaultValue={String(value)} key={String(value)} options={options} />;
  }
  const type = setting.type === 'number' ? 'number' : 'text';
  return <TextField {...shared} defaultValue={String(value)} key={String(value)} type={type} />;
}

function DataTypes({ t, manifest }: { t: AdminPageProps['t']; manifest: ProviderManifest }) {
  const head = [t('providers.matrixType'), t('providers.scopes')];
  return (
    <Section flush title={t('providers.dataTypesTitle')}>
      <Table caption={t('providers.dataTypesTitle')} head={head}>
        {manifest.dataTypes.map(({ type, scopes, dependsOn }) => (
          <tr key={type}>
            <Cell label={t('providers.matrixType')}>
              <span className="font-medium">{dataTypeLabel(type)}</span>
              {dependsOn.length === 0 ? null : (
                <span className="text-muted">
                  {' '}
                  {t('providers.needs', { list: dependsOn.map(dataTypeLabel).join(', ') })}
                </span>
              )}
              <div className="font-mono text-muted text-xs">{type}</div>
            </Cell>
            <Cell label={t('providers.scopes')}>
              {scopes.length === 0 ? (
                <span className="text-muted">{t('states.none')}</span>
              ) : (
                <code className="text-sm">{scopes.join(' ')}</code>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
