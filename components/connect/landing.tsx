import { createTranslator } from 'use-intl/core';
import type { Language } from '@/server/core/language.ts';
import { firstStepCommands } from '@/texts/first-steps.ts';
import { type LandingTexts, landingEn } from '@/texts/landing.en.ts';
import { landingFr } from '@/texts/landing.fr.ts';
import { Card } from './card.tsx';
import { Document } from './document.tsx';
import { PageFooter } from './page-footer.tsx';
import { wordsFor } from './words.ts';

export interface LandingPageProps {
  /** Origin under which the API is reached, without a slash at the end. */
  publicUrl: string;
  /** Null when the sandbox is off. */
  sandboxUrl: string | null;
  language: Language;
  languageHref: (language: Language) => string;
  cssText: string;
}

const texts: Record<Language, LandingTexts> = { en: landingEn, fr: landingFr };

/** Stands in the commands for a provider that only the reader knows. */
const ownProviderName = 'YOUR_PROVIDER';

/** `/`: what is needed between a first start and the first data, for developers. */
export function LandingPage({ publicUrl, sandboxUrl, language, languageHref, cssText }: LandingPageProps) {
  const t = createTranslator({ locale: language, messages: texts[language] });
  const commands = firstStepCommands(
    publicUrl,
    sandboxUrl === null ? ownProviderName : 'sandbox_openbanking',
  );
  return (
    <Document cssText={cssText} language={language} title={t('title')}>
      <Card wide>
        <div className="grid gap-2">
          <h1 className="text-2xl font-bold">{t('title')}</h1>
          <p className="text-lg text-muted">{t('intro')}</p>
        </div>
        <section className="grid gap-4">
          <h2 className="text-lg font-semibold">{t('firstConnection')}</h2>
          <p>{t('key')}</p>
          <Code text="export MOORAGE_API_KEY=…" />
          <ol className="grid list-decimal gap-4 ps-5">
            {(['createUser', 'createConnection', 'openLink', 'sync', 'read'] as const).map((step, index) => (
              <li key={step}>
                <p className="pbe-2">{t(step)}</p>
                <Code text={commands[index] ?? ''} />
              </li>
            ))}
          </ol>
          <p>{sandboxUrl === null ? t('ownProvider', { name: ownProviderName }) : t('sandboxText')}</p>
        </section>
        <section className="grid gap-2">
          <h2 className="text-lg font-semibold">{t('more')}</h2>
          <ul className="flex flex-wrap gap-x-5 gap-y-1">
            <li>
              <a className="link" href="/api/v6/openapi.json">
                {t('openapi')}
              </a>
            </li>
            <li>
              <a className="link" href="/readyz">
                {t('health')}
              </a>
            </li>
            {sandboxUrl !== null && (
              <li>
                <a className="link" href={sandboxUrl}>
                  {t('sandbox')}
                </a>
              </li>
            )}
          </ul>
        </section>
        <PageFooter consumer={null} languageHref={languageHref} words={wordsFor(language)} />
      </Card>
    </Document>
  );
}

function Code({ text }: { text: string }) {
  return <pre className="code">{text}</pre>;
}
