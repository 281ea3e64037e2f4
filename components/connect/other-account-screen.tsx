import type { ScreenOf } from '@/server/connect/screen.ts';
import { Buttons, DecisionButton, DecisionForm } from './decision-form.tsx';
import type { Words } from './words.ts';

/** C-12: on renewal another account of the provider came back, and nothing was changed. */
export function OtherAccountScreen({ words, screen }: { words: Words; screen: ScreenOf<'other_account'> }) {
  const { t } = words;
  return (
    <>
      <p>
        {t('otherAccount.intro', { consumer: screen.consumer.name, provider: screen.provider.displayName })}{' '}
        {t('otherAccount.nothingChanged')}
      </p>
      <dl className="grid gap-3 rounded-lg border border-line p-4">
        <div>
          <dt className="text-sm text-muted">{t('otherAccount.oldAccount')}</dt>
          <dd className="font-medium">{screen.oldAccount}</dd>
        </div>
        <div>
          <dt className="text-sm text-muted">{t('otherAccount.newAccount')}</dt>
          <dd className="font-medium">{screen.newAccount}</dd>
        </div>
      </dl>
      <DecisionForm action={screen.action} version={screen.version}>
        <p>{t('otherAccount.next')}</p>
        <Buttons>
          <DecisionButton decision="allow" main>
            {t('otherAccount.useOld', { account: screen.oldAccount })}
          </DecisionButton>
          <DecisionButton decision="cancel">{t('frame.cancel')}</DecisionButton>
        </Buttons>
      </DecisionForm>
    </>
  );
}
