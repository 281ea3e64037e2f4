import type { ScreenOf } from '@/server/connect/screen.ts';
import { ButtonLink, Buttons, DecisionButton, DecisionForm } from './decision-form.tsx';
import type { Words } from './words.ts';

/** C-15 */
export function DeadLinkScreen({ words: { t }, screen }: { words: Words; screen: ScreenOf<'dead_link'> }) {
  const { consumer, provider } = screen;
  return (
    <>
      <p>
        {t('deadLink.intro', { consumer: consumer.name, endedAt: screen.endedAt })}{' '}
        {t('deadLink.next', { consumer: consumer.name, provider: provider.displayName })}
      </p>
      {(consumer.supportUrl !== null || screen.returnOriginHref !== null) && (
        <Buttons>
          {consumer.supportUrl !== null && (
            <ButtonLink href={consumer.supportUrl} main>
              {t('deadLink.contact', { consumer: consumer.name })}
            </ButtonLink>
          )}
          {screen.returnOriginHref !== null && (
            <ButtonLink href={screen.returnOriginHref} main={consumer.supportUrl === null}>
              {t('frame.backTo', { consumer: consumer.name })}
            </ButtonLink>
          )}
        </Buttons>
      )}
    </>
  );
}

/** C-16: the same page whether the link never existed or was deleted. */
export function UnknownLinkScreen({ words: { t } }: { words: Words }) {
  return <p>{t('unknownLink.intro')}</p>;
}

/** C-17 */
export function LostThreadScreen({
  words: { t },
  screen,
}: {
  words: Words;
  screen: ScreenOf<'lost_thread'>;
}) {
  return (
    <>
      <div className="grid gap-2">
        <p>{t('lostThread.intro')}</p>
        <ul className="list-disc ps-5">
          <li>{t('lostThread.causes.browser')}</li>
          <li>{t('lostThread.causes.time')}</li>
          <li>{t('lostThread.causes.back')}</li>
        </ul>
        <p>{t(screen.frame === null ? 'lostThread.nextWithoutLink' : 'lostThread.next')}</p>
      </div>
      {screen.frame !== null && (
        <DecisionForm action={screen.frame.action} version={screen.frame.version}>
          <Buttons>
            <DecisionButton decision="allow" main>
              {t('frame.startAgain')}
            </DecisionButton>
            <DecisionButton decision="cancel">{t('frame.cancel')}</DecisionButton>
          </Buttons>
        </DecisionForm>
      )}
    </>
  );
}
