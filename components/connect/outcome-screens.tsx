import type { ScreenOf, SharedDataType } from '@/server/connect/screen.ts';
import { HowToStop } from './assurances.tsx';
import { ButtonLink } from './decision-form.tsx';
import { SharedData } from './shared-data.tsx';
import type { Words } from './words.ts';

/** C-13 */
export function DoneScreen({ words, screen }: { words: Words; screen: ScreenOf<'done'> }) {
  const { t } = words;
  const names = { consumer: screen.consumer.name, provider: screen.provider.displayName };
  return (
    <>
      <p>
        {t('done.intro', names)} {t('done.closeTab')}
      </p>
      <Shared dataTypes={screen.dataTypes} heading={t('done.canSee', names)} words={words} />
      <HowToStop {...screen} words={words} />
    </>
  );
}

/** C-10: never sent on by itself, for the person followed a link and deserves an answer. */
export function AlreadyConnectedScreen(props: { words: Words; screen: ScreenOf<'already_connected'> }) {
  const { words, screen } = props;
  const { t } = words;
  const names = { consumer: screen.consumer.name, provider: screen.provider.displayName };
  return (
    <>
      <p>
        {t('alreadyConnected.intro', { ...names, connectedAt: screen.connectedAt })}{' '}
        {t('alreadyConnected.next')}
      </p>
      <Shared dataTypes={screen.dataTypes} heading={t('alreadyConnected.canSee', names)} words={words} />
      <HowToStop {...screen} words={words} />
      {screen.returnHref === null ? (
        <p>{t('alreadyConnected.closeTab')}</p>
      ) : (
        <ButtonLink href={screen.returnHref} main>
          {t('frame.backTo', names)}
        </ButtonLink>
      )}
    </>
  );
}

/** C-14 */
export function CancelledScreen({ words: { t }, screen }: { words: Words; screen: ScreenOf<'cancelled'> }) {
  return (
    <>
      <p>
        {t('cancelled.intro', { consumer: screen.consumer.name })} {t('cancelled.closeTab')}
      </p>
      <ButtonLink href={screen.action}>{t('frame.startAgain')}</ButtonLink>
    </>
  );
}

function Shared({
  words,
  heading,
  dataTypes,
}: {
  words: Words;
  heading: string;
  dataTypes: SharedDataType[];
}) {
  return (
    <div className="grid gap-4">
      <h2 className="text-lg font-semibold">{heading}</h2>
      <SharedData dataTypes={dataTypes} words={words} />
    </div>
  );
}
