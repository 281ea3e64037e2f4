import {
  deleteConnectionAction,
  disconnectAction,
  reconnectAction,
  startOverAction,
  syncNowAction,
} from '@/app/admin/(shell)/connections/actions.ts';
import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { type ButtonLook, LinkButton } from '@/components/ui/button.tsx';
import { ConfirmButton } from '@/components/ui/confirm-button.tsx';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import type { Cure } from './connection-why.ts';
import type { LoadedConnection } from './load-connection.ts';

interface Props extends Pick<AdminPageProps, 't' | 'canChange'> {
  accountId: string;
  loaded: LoadedConnection;
  cure: Cure;
}

/** What the status allows; the one main button is the cure. A viewer is told why there is nothing to press. */
export function ConnectionActions({ t, canChange, accountId, loaded, cure }: Props) {
  if (!canChange) return <p className="text-muted">{t('viewerNote')}</p>;
  const { row, link } = loaded;
  const shared = { t, accountId, loaded };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <MainButton {...shared} cure={cure} />
      {row.status === 'CONNECTED' && cure !== 'sync' ? <SyncNow {...shared} look="plain" /> : null}
      {link === null || cure === 'link' ? null : <CopyLink link={link} loaded={loaded} t={t} />}
      <span className="hidden grow sm:block" />
      {row.status === 'CONNECTED' || row.status === 'AUTH_ERROR' ? <Disconnect {...shared} /> : null}
      <Delete {...shared} />
      {cure === 'link' ? <p className="basis-full text-muted text-sm">{t('connections.linkNote')}</p> : null}
    </div>
  );
}

type PartProps = Omit<Props, 'canChange' | 'cure'>;

function MainButton({ cure, ...shared }: PartProps & { cure: Cure }) {
  const { t, accountId, loaded } = shared;
  const { row, link } = loaded;
  switch (cure) {
    case 'link':
      return link === null ? null : <CopyLink link={link} loaded={loaded} look="main" t={t} />;
    case 'sync':
      return <SyncNow {...shared} look="main" />;
    case 'reconnect':
      return (
        <ActionForm accountId={accountId} action={reconnectAction} className="contents">
          <input name="connection_id" type="hidden" value={row.id} />
          <Submit>{t('connections.reconnect')}</Submit>
        </ActionForm>
      );
    case 'startOver':
      return <StartOver {...shared} />;
    case 'provider':
      return (
        <LinkButton href={`/admin/providers/${row.providerName}/doctor`} look="main">
          {t('syncs.toProvider')}
        </LinkButton>
      );
    case 'user':
      return (
        <LinkButton href={`/admin/users/${row.userId}`} look="main">
          {t('syncs.toUser')}
        </LinkButton>
      );
    case null:
      return null;
  }
}

function SyncNow({ t, accountId, loaded, look }: PartProps & { look: ButtonLook }) {
  return (
    <ActionForm accountId={accountId} action={syncNowAction} className="contents">
      <input name="connection_id" type="hidden" value={loaded.row.id} />
      <Submit look={look}>{t('connections.sync')}</Submit>
    </ActionForm>
  );
}

function CopyLink({
  t,
  loaded,
  link,
  look = 'plain',
}: Omit<PartProps, 'accountId'> & { link: string; look?: ButtonLook }) {
  return (
    <CopyButton
      label={loaded.manifest.displayName}
      look={look}
      small={false}
      text={link}
      words={{ copy: t('connections.copyLink'), copied: t('form.copied') }}
    />
  );
}

function sumOf({ dataTypes }: LoadedConnection): { count: number; isCapped: boolean } {
  return {
    count: dataTypes.reduce((sum, { records }) => sum + records.count, 0),
    isCapped: dataTypes.some(({ records }) => records.isCapped),
  };
}

/** What the user left out can be allowed with a new link only, and the access ends before there is one. */
function StartOver({ t, accountId, loaded }: PartProps) {
  const { row, user, manifest } = loaded;
  return (
    <ConfirmButton
      accountId={accountId}
      action={startOverAction}
      cancel={t('form.cancel')}
      confirm={t('connections.startOver')}
      fields={{ connection_id: row.id }}
      label={t('connections.startOver')}
      look="main"
      small={false}
      title={t('connections.startOverTitle', { user: user.name, provider: manifest.displayName })}
    >
      <p>{t('connections.startOverText')}</p>
      <p>{t('connections.startOverNext')}</p>
    </ConfirmButton>
  );
}

function Disconnect({ t, accountId, loaded }: PartProps) {
  const { row, user, manifest } = loaded;
  const { count, isCapped } = sumOf(loaded);
  return (
    <ConfirmButton
      accountId={accountId}
      action={disconnectAction}
      cancel={t('form.cancel')}
      confirm={t('connections.disconnect')}
      fields={{ connection_id: row.id }}
      label={t('connections.disconnect')}
      look="plain"
      small={false}
      title={t('connections.disconnectTitle', { user: user.name, provider: manifest.displayName })}
    >
      <p>{t('connections.disconnectText')}</p>
      <p>{t(isCapped ? 'connections.disconnectKeptCapped' : 'connections.disconnectKept', { count })}</p>
    </ConfirmButton>
  );
}

function Delete({ t, accountId, loaded }: PartProps) {
  const { row, user, manifest } = loaded;
  const { count, isCapped } = sumOf(loaded);
  const text = manifest.displayName;
  return (
    <ConfirmButton
      accountId={accountId}
      action={deleteConnectionAction}
      cancel={t('form.cancel')}
      confirm={t('connections.deleteConfirm')}
      fields={{ connection_id: row.id }}
      label={t('connections.delete')}
      small={false}
      title={t('connections.deleteTitle', { user: user.name, provider: text })}
      typed={{ text, label: t('connections.deleteTyped', { text }) }}
    >
      <p>{t(isCapped ? 'connections.deleteRecordsCapped' : 'connections.deleteRecords', { count })}</p>
      <p>{t('connections.deleteAccess')}</p>
      <p>{t('connections.deleteSyncs')}</p>
    </ConfirmButton>
  );
}
