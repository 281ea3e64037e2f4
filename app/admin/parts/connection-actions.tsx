import {
  deleteConnectionAction,
  disconnectAction,
  reconnectAction,
  syncNowAction,
} from '@/app/admin/(shell)/connections/actions.ts';
import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ConfirmButton } from '@/components/ui/confirm-button.tsx';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import type { LoadedConnection } from './load-connection.ts';

interface Props extends Pick<AdminPageProps, 't' | 'canChange'> {
  accountId: string;
  loaded: LoadedConnection;
}

/** What the status allows, what helps most first. A viewer is told why there is nothing to press. */
export function ConnectionActions({ t, canChange, accountId, loaded }: Props) {
  if (!canChange) return <p className="text-muted">{t('viewerNote')}</p>;
  const { row, link, manifest } = loaded;
  const needsPerson = link !== null && row.status !== 'CONNECTED';
  const canReconnect = row.status === 'DISCONNECTED' || (row.status === 'AUTH_ERROR' && link === null);
  const shared = { t, accountId, loaded };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {row.status === 'CONNECTED' ? (
        <ActionForm accountId={accountId} action={syncNowAction} className="contents">
          <input name="connection_id" type="hidden" value={row.id} />
          <Submit>{t('connections.sync')}</Submit>
        </ActionForm>
      ) : null}
      {canReconnect ? (
        <ActionForm accountId={accountId} action={reconnectAction} className="contents">
          <input name="connection_id" type="hidden" value={row.id} />
          <Submit>{t('connections.reconnect')}</Submit>
        </ActionForm>
      ) : null}
      {link === null ? null : (
        <CopyButton
          label={manifest.displayName}
          look={needsPerson ? 'main' : 'plain'}
          small={false}
          text={link}
          words={{ copy: t('connections.copyLink'), copied: t('form.copied') }}
        />
      )}
      <span className="hidden grow sm:block" />
      {row.status === 'CONNECTED' || row.status === 'AUTH_ERROR' ? <Disconnect {...shared} /> : null}
      <Delete {...shared} />
      {needsPerson ? <p className="basis-full text-muted text-sm">{t('connections.linkNote')}</p> : null}
    </div>
  );
}

type PartProps = Omit<Props, 'canChange'>;

function sumOf({ dataTypes }: LoadedConnection): { count: number; isCapped: boolean } {
  return {
    count: dataTypes.reduce((sum, { records }) => sum + records.count, 0),
    isCapped: dataTypes.some(({ records }) => records.isCapped),
  };
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
