import type { ScreenOf } from '@/server/connect/screen.ts';
import { ButtonLink, Buttons, DecisionButton, DecisionForm } from './decision-form.tsx';
import type { Words } from './words.ts';

/** C-07. What the provider itself said is never shown. */
export function ProviderTroubleScreen(props: { words: Words; screen: ScreenOf<'provider_trouble'> }) {
  const { screen } = props;
  const { t } = props.words;
  return (
    <>
      <div className="grid gap-2">
        <p>
          {t(`providerTrouble.${screen.reason}`, { provider: screen.provider.displayName })}{' '}
          {t('frame.nothingShared')}
        </p>
        <p>
          {t('providerTrouble.next')} {t('frame.askForHelp', { consumer: screen.consumer.name })}
        </p>
        <SupportCode code={screen.code} words={props.words} />
      </div>
      <DecisionForm action={screen.action} version={screen.version}>
        <Buttons>
          <DecisionButton decision="allow" main>
            {t('frame.tryAgain')}
          </DecisionButton>
          <DecisionButton decision="cancel">{t('frame.cancel')}</DecisionButton>
        </Buttons>
      </DecisionForm>
    </>
  );
}

/** C-08 */
export function OurTroubleScreen({ words, screen }: { words: Words; screen: ScreenOf<'our_trouble'> }) {
  const { t } = words;
  return (
    <>
      <div className="grid gap-2">
        <p>
          {t('ourTrouble.intro')} {t('ourTrouble.help')}
        </p>
        <SupportCode code={screen.code} words={words} />
      </div>
      {screen.retryHref !== null && (
        <ButtonLink href={screen.retryHref} main>
          {t('frame.tryAgain')}
        </ButtonLink>
      )}
    </>
  );
}

/** C-19 */
export function ProviderOffScreen({
  words: { t },
  screen,
}: {
  words: Words;
  screen: ScreenOf<'provider_off'>;
}) {
  const consumer = screen.consumer.name;
  return (
    <>
      <p>{t('providerOff.intro', { consumer })}</p>
      <DecisionForm action={screen.action} version={screen.version}>
        <DecisionButton decision="cancel" main>
          {t('frame.backTo', { consumer })}
        </DecisionButton>
      </DecisionForm>
    </>
  );
}

/** C-20. Whole minutes from one minute on, rounded up: no countdown (UX.md 1.2). */
export function TooManyTriesScreen({
  words: { t },
  screen,
}: {
  words: Words;
  screen: ScreenOf<'too_many_tries'>;
}) {
  const seconds = Math.max(1, Math.ceil(screen.retryAfterSeconds));
  return (
    <>
      <p>
        {t('tooManyTries.intro')}{' '}
        {seconds < 60
          ? t('tooManyTries.wait', { seconds })
          : t('tooManyTries.waitMinutes', { minutes: Math.ceil(seconds / 60) })}
      </p>
      <ButtonLink href={screen.action} main>
        {t('frame.tryAgain')}
      </ButtonLink>
    </>
  );
}

function SupportCode({ words: { t }, code }: { words: Words; code: string }) {
  return <p className="text-muted">{t('frame.supportCode', { code })}</p>;
}
