import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { adminWords } from '@/app/admin/words.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { ConfirmButton } from '@/components/ui/confirm-button.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Note, Section } from '@/components/ui/page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { listAdmins, listInvitations, type Member } from '@/server/admins/index.ts';
import {
  changeRoleAction,
  disableAdminAction,
  enableAdminAction,
  withdrawInvitationAction,
} from './actions.ts';

export const metadata: Metadata = { title: adminWords()('settings.membersTitle') };

export default adminPage(async ({ ctx, t, canChange }) => {
  const [members, invitations] = await Promise.all([listAdmins(ctx), listInvitations(ctx)]);
  const now = ctx.clock.now();
  const actionHead = canChange ? [''] : [];
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">{t('settings.membersLead')}</p>
        {canChange ? (
          <LinkButton href="/admin/settings/admins/new" look="main">
            {t('settings.inviteTitle')}
          </LinkButton>
        ) : null}
      </div>
      {canChange ? null : <Note>{t('viewerNote')}</Note>}
      <Section flush>
        <Table
          caption={t('settings.membersTitle')}
          head={[
            t('settings.colMember'),
            t('settings.colRole'),
            t('settings.colState'),
            t('settings.colLastSignIn'),
            t('settings.colSince'),
            ...actionHead,
          ]}
        >
          {members.map((member) => (
            <MemberRow canChange={canChange} ctx={ctx} key={member.id} member={member} t={t} />
          ))}
        </Table>
      </Section>
      {invitations.length === 0 ? null : (
        <Section flush title={t('settings.pendingTitle')}>
          <Table
            caption={t('settings.pendingTitle')}
            head={[t('settings.colMember'), t('settings.colRole'), t('settings.colExpires'), ...actionHead]}
          >
            {invitations.map(({ id, email, role, expiresAt }) => (
              <tr key={id}>
                <Cell label={t('settings.colMember')}>{email}</Cell>
                <Cell label={t('settings.colRole')}>{t(`account.roles.${role}`)}</Cell>
                <Cell label={t('settings.colExpires')}>
                  <RelativeTime date={expiresAt} now={now} />
                </Cell>
                {canChange ? (
                  <Cell end label="">
                    <ConfirmButton
                      action={withdrawInvitationAction}
                      cancel={t('form.cancel')}
                      confirm={t('settings.withdraw')}
                      fields={{ id }}
                      label={t('settings.withdraw')}
                      title={t('settings.withdrawTitle', { email: email ?? '' })}
                    >
                      <p>{t('settings.withdrawText')}</p>
                    </ConfirmButton>
                  </Cell>
                ) : null}
              </tr>
            ))}
          </Table>
        </Section>
      )}
    </div>
  );
});

type RowProps = Pick<AdminPageProps, 'ctx' | 't' | 'canChange'> & { member: Member };

function MemberRow({ ctx, t, canChange, member }: RowProps) {
  const now = ctx.clock.now();
  const { id, email, role, disabledAt, lastSignInAt, createdAt } = member;
  return (
    <tr>
      <Cell label={t('settings.colMember')}>
        <span className="font-medium">{email}</span>{' '}
        {id === ctx.admin.id ? <Badge>{t('settings.you')}</Badge> : null}
      </Cell>
      <Cell label={t('settings.colRole')}>{t(`account.roles.${role}`)}</Cell>
      <Cell label={t('settings.colState')}>
        <Badge tone={disabledAt === null ? 'good' : 'neutral'}>
          {t(disabledAt === null ? 'settings.enabled' : 'settings.disabled')}
        </Badge>
      </Cell>
      <Cell label={t('settings.colLastSignIn')}>
        {lastSignInAt === null ? t('time.never') : <RelativeTime date={lastSignInAt} now={now} />}
      </Cell>
      <Cell label={t('settings.colSince')}>
        <RelativeTime date={createdAt} now={now} />
      </Cell>
      {canChange ? (
        <Cell end label="">
          <MemberActions member={member} t={t} />
        </Cell>
      ) : null}
    </tr>
  );
}

function MemberActions({ t, member }: Pick<RowProps, 't' | 'member'>) {
  const { id, email, role, disabledAt } = member;
  return (
    <div className="flex flex-wrap gap-2 md:justify-end">
      <ActionForm action={changeRoleAction} className="contents">
        <input name="id" type="hidden" value={id} />
        <Submit look="plain" name="role" small value={role === 'ADMIN' ? 'VIEWER' : 'ADMIN'}>
          {t(role === 'ADMIN' ? 'settings.makeViewer' : 'settings.makeAdmin')}
        </Submit>
      </ActionForm>
      {disabledAt === null ? (
        <ConfirmButton
          action={disableAdminAction}
          cancel={t('form.cancel')}
          confirm={t('settings.disable')}
          fields={{ id }}
          label={t('settings.disable')}
          title={t('settings.disableTitle', { email })}
        >
          <p>{t('settings.disableText')}</p>
        </ConfirmButton>
      ) : (
        <ActionForm action={enableAdminAction} className="contents">
          <input name="id" type="hidden" value={id} />
          <Submit look="plain" small>
            {t('settings.enable')}
          </Submit>
        </ActionForm>
      )}
    </div>
  );
}
