import type { Screen } from '@/server/connect/screen.ts';
import type { Language } from '@/server/core/language.ts';
import { Card } from './card.tsx';
import { Document } from './document.tsx';
import { CheckIcon } from './icons.tsx';
import { PageFooter } from './page-footer.tsx';
import { Parties } from './parties.tsx';
import { ScreenBody } from './screen-body.tsx';
import { screenTitle } from './screen-title.ts';
import type { Words } from './words.ts';

interface ConnectPageProps {
  words: Words;
  screen: Screen;
  languageHref: (language: Language) => string;
  cssText: string;
  isPicture?: boolean;
}

export function ConnectPage({ words, screen, languageHref, cssText, isPicture }: ConnectPageProps) {
  const heading = screenTitle(screen, words);
  const parties = partiesOf(screen);
  return (
    <Document
      cssText={cssText}
      isPicture={isPicture}
      language={words.language}
      title={documentTitle(heading, parties, words)}
    >
      <Card>
        {parties !== null && <Parties {...parties} />}
        <div className="title">
          {screen.kind === 'done' && <CheckIcon />}
          <h1 className="text-2xl font-bold">{heading}</h1>
        </div>
        <ScreenBody screen={screen} words={words} />
        <PageFooter consumer={parties?.consumer ?? null} languageHref={languageHref} words={words} />
      </Card>
    </Document>
  );
}

function partiesOf(screen: Screen) {
  if (screen.kind === 'lost_thread') return screen.frame;
  return 'consumer' in screen ? screen : null;
}

/** The heading, and the provider where the heading does not name it. */
function documentTitle(heading: string, parties: ReturnType<typeof partiesOf>, { t }: Words): string {
  const provider = parties?.provider.displayName;
  if (provider === undefined || heading.includes(provider)) return heading;
  return t('frame.titleWithProvider', { title: heading, provider });
}
