import type { Metadata } from 'next';
import { createApiKeyAction } from '@/app/admin/(shell)/api-keys/actions.ts';
import { adminPage } from '@/app/admin/admin-page.tsx';
import { copyWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { SelectField, TextField } from '@/components/ui/fields.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Note, PageHeader, Section } from '@/components/ui/page.tsx';
import { ShownOnce } from '@/components/ui/shown-once.tsx';

export const metadata: Metadata = { title: adminWords()('apiKeys.createTitle') };

const lifetimes = ['30', '90', '365'];

export default adminPage(async ({ ctx, t, canChange }) => (
  <div className="max-w-xl">
    <PageHeader lead={t('apiKeys.lead')} title={t('apiKeys.createTitle')} />
    {canChange ? (
      <Section>
        <ActionForm accountId={ctx.accountId} action={createApiKeyAction}>
          <ShownOnce
            done={{ href: '/admin/api-keys', label: t('apiKeys.done') }}
            note={t('apiKeys.created')}
            values={[
              { name: 'key', label: t('apiKeys.keyLabel') },
              { name: 'line', label: t('apiKeys.envLabel') },
            ]}
            words={copyWords(t)}
          >
            <TextField
              hint={t('apiKeys.nameHint')}
              label={t('apiKeys.name')}
              maxLength={100}
              name="name"
              required
            />
            <SelectField
              defaultValue="WRITE"
              label={t('apiKeys.scope')}
              name="scope"
              options={[
                { value: 'WRITE', label: t('apiKeys.scopeWrite') },
                { value: 'READ', label: t('apiKeys.scopeRead') },
              ]}
            />
            <SelectField
              label={t('apiKeys.expires')}
              name="expires_in_days"
              options={[
                { value: '', label: t('apiKeys.expiresNever') },
                ...lifetimes.map((days) => ({ value: days, label: t('apiKeys.expiresDays', { days }) })),
              ]}
            />
            <div className="flex gap-2">
              <Submit>{t('apiKeys.create')}</Submit>
              <LinkButton href="/admin/api-keys">{t('form.cancel')}</LinkButton>
            </div>
          </ShownOnce>
        </ActionForm>
      </Section>
    ) : (
      <Note>{t('viewerNote')}</Note>
    )}
  </div>
));
