import type { ScreenOf } from '@/server/connect/screen.ts';
import { Buttons, DecisionButton, DecisionForm } from './decision-form.tsx';
import { SharedData } from './shared-data.tsx';
import type { Words } from './words.ts';

/** C-09: what was left out at the provider and what it is for. */
export function PartlySharedScreen({ words, screen }: { words: Words; screen: ScreenOf<'partly_shared'> }) {
  const { t } = words;
  const consumer = screen.consumer.name;
  const provider = screen.provider.displayName;
  return (
    <>
      <p>{t('partlyShared.intro', { consumer, provider })}</p>
      <div className="grid gap-4">
        <h2 className="text-lg font-semibold">{t('partlyShared.missing')}</h2>
        <SharedData dataTypes={screen.missing} words={words} />
      </div>
      {screen.mayContinue && (
        <div className="grid gap-4">
          <h2 className="text-lg font-semibold">{t('partlyShared.granted')}</h2>
          <SharedData dataTypes={screen.granted} words={words} />
        </div>
      )}
      <DecisionForm action={screen.action} attemptId={screen.attemptId} version={screen.version}>
        <p>
          {screen.mayContinue
            ? t('partlyShared.next', { provider })
            : t('partlyShared.nextOnlyBack', { consumer, provider })}
        </p>
        <Buttons>
          <DecisionButton decision="allow" main>
            {t('partlyShared.goBack', { provider })}
          </DecisionButton>
          {screen.mayContinue && (
            <DecisionButton decision="continue_without">{t('partlyShared.continueWithout')}</DecisionButton>
          )}
          <DecisionButton decision="cancel">{t('frame.cancel')}</DecisionButton>
        </Buttons>
      </DecisionForm>
    </>
  );
}
