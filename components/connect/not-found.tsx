import type { Language } from '@/server/core/language.ts';
import { Card } from './card.tsx';
import { Document } from './document.tsx';
import { PageFooter } from './page-footer.tsx';
import type { Words } from './words.ts';

interface NotFoundPageProps {
  words: Words;
  languageHref: (language: Language) => string;
  cssText: string;
}

export function NotFoundPage({ words, languageHref, cssText }: NotFoundPageProps) {
  const { t, language } = words;
  return (
    <Document cssText={cssText} language={language} title={t('notFound.title')}>
      <Card>
        <div className="title">
          <h1 className="text-2xl font-bold">{t('notFound.title')}</h1>
        </div>
        <p>{t('notFound.intro')}</p>
        <PageFooter consumer={null} languageHref={languageHref} words={words} />
      </Card>
    </Document>
  );
}
