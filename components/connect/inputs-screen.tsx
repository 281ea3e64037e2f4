import type { ScreenOf } from '@/server/connect/screen.ts';
import { Alert } from './alert.tsx';
import { Buttons, DecisionButton, DecisionForm } from './decision-form.tsx';
import { InputFields } from './input-fields.tsx';
import type { Words } from './words.ts';

type InputsScreenProps = { words: Words; screen: ScreenOf<'inputs'> };

/** C-04, and C-03 alone when the permission screen was skipped. */
export function InputsScreen({ words, screen }: InputsScreenProps) {
  const { t } = words;
  const consumer = screen.consumer.name;
  const provider = screen.provider.displayName;
  return (
    <>
      <Notice screen={screen} words={words} />
      <div className="grid gap-2">
        <p>{t(screen.secretForm ? 'inputs.keyIntro' : 'inputs.intro', { consumer, provider })}</p>
        {screen.secretForm && screen.provider.access === 'read' && (
          <p>{t('inputs.keyReadOnly', { consumer })}</p>
        )}
      </div>
      <Steps screen={screen} words={words} />
      <DecisionForm action={screen.action} version={screen.version}>
        <InputFields inputs={screen.inputs} provider={screen.provider} words={words} />
        {screen.secretForm && <p className="text-sm text-muted">{t('inputs.checkedFirst', { provider })}</p>}
        <Buttons>
          <DecisionButton decision="submit_inputs" main>
            {screen.secretForm ? t('inputs.submitKey') : t('inputs.submit', { provider })}
          </DecisionButton>
          <DecisionButton decision="cancel">{t('frame.cancel')}</DecisionButton>
        </Buttons>
      </DecisionForm>
    </>
  );
}

function Notice({ words: { t }, screen }: InputsScreenProps) {
  const wrongField = screen.inputs.some((input) => input.error !== null);
  if (!wrongField && !screen.unreachable) return null;
  return (
    <Alert focused={!wrongField}>
      {screen.unreachable
        ? t('inputs.unreachable', { provider: screen.provider.displayName })
        : t('inputs.errorSummary')}{' '}
      {screen.inputs.some((input) => input.secret) && t('inputs.secretsAgain')}
    </Alert>
  );
}

function Steps({ words: { t, language }, screen }: InputsScreenProps) {
  const steps = screen.steps[language];
  if (steps.length === 0 && screen.helpUrl === null) return null;
  return (
    <section className="grid gap-2">
      <h2 className="text-lg font-semibold">{t('inputs.stepsTitle')}</h2>
      <ol className="grid list-decimal gap-1 ps-6">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {screen.helpUrl !== null && (
        <p>
          <a className="link" href={screen.helpUrl} rel="noreferrer" target="_blank">
            {t('inputs.helpLink', { provider: screen.provider.displayName })}
          </a>{' '}
          <span className="text-sm text-muted">{t('frame.newTab')}</span>
        </p>
      )}
    </section>
  );
}
