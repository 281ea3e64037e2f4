import type { Metadata } from 'next';
import { createLegalUserAction, createNaturalUserAction } from '@/app/admin/(shell)/users/actions.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { adminWords } from '@/app/admin/words.ts';
import { QueryTabs } from '@/components/admin/query-tabs.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Note, PageHeader, Section } from '@/components/ui/page.tsx';

export const metadata: Metadata = { title: adminWords()('users.newTitle') };

export default adminPage(async ({ ctx, t, canChange, query }) => {
  const isNatural = query.kind === 'natural';
  return (
    <div className="max-w-xl">
      <PageHeader lead={t('users.newLead')} title={t('users.newTitle')} />
      {canChange ? (
        <>
          <QueryTabs
            label={t('users.kind')}
            tabs={[
              { href: '/admin/users/new', label: t('users.legal'), isCurrent: !isNatural },
              { href: '/admin/users/new?kind=natural', label: t('users.natural'), isCurrent: isNatural },
            ]}
          />
          <Section>
            <ActionForm
              accountId={ctx.accountId}
              action={isNatural ? createNaturalUserAction : createLegalUserAction}
              key={String(isNatural)}
            >
              {isNatural ? <NaturalFields t={t} /> : <LegalFields t={t} />}
              <TextField
                defaultValue="FR"
                hint={t('users.countryHint')}
                label={t('users.country')}
                maxLength={2}
                name="country"
              />
              <TextField
                defaultValue="default"
                hint={t('users.groupHint')}
                label={t('users.group')}
                maxLength={100}
                name="group"
              />
              <TextField
                hint={t('users.returnUrlHint')}
                label={t('users.returnUrl')}
                maxLength={2000}
                name="return_url"
              />
              <div className="flex gap-2">
                <Submit>{t('users.save')}</Submit>
                <LinkButton href="/admin/users">{t('form.cancel')}</LinkButton>
              </div>
            </ActionForm>
          </Section>
        </>
      ) : (
        <Note>{t('viewerNote')}</Note>
      )}
    </div>
  );
});

function LegalFields({ t }: Pick<AdminPageProps, 't'>) {
  return (
    <>
      <TextField label={t('users.name')} maxLength={200} name="name" required />
      <TextField hint={t('users.sirenHint')} label={t('users.siren')} maxLength={20} name="siren" />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t('users.postalCode')} maxLength={20} name="postal_code" />
        <TextField label={t('users.apeCode')} maxLength={10} name="ape_code" />
      </div>
    </>
  );
}

function NaturalFields({ t }: Pick<AdminPageProps, 't'>) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t('users.firstName')} maxLength={100} name="first_name" required />
        <TextField label={t('users.lastName')} maxLength={100} name="last_name" required />
      </div>
      <TextField hint={t('users.birthDateHint')} label={t('users.birthDate')} name="birth_date" />
    </>
  );
}
