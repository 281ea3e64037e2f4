import type { Consumer } from '@/server/connect/screen.ts';
import { type Language, languageFacts, languages } from '@/server/core/language.ts';
import type { Words } from './words.ts';

interface PageFooterProps {
  words: Words;
  consumer: Consumer | null;
  languageHref: (language: Language) => string;
}

/** Privacy, help and language; nothing else stands on these pages (UX.md 1.1, "apart from other material"). */
export function PageFooter({ words, consumer, languageHref }: PageFooterProps) {
  const { t, language } = words;
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 border-bs border-line pbs-5 text-sm text-muted">
      {consumer?.privacyPolicyUrl && (
        <li>
          <a className="link" href={consumer.privacyPolicyUrl}>
            {t('frame.privacy', { consumer: consumer.name })}
          </a>
        </li>
      )}
      {consumer?.supportUrl && (
        <li>
          <a className="link" href={consumer.supportUrl}>
            {t('frame.help')}
          </a>
        </li>
      )}
      {languages
        .filter((other) => other !== language)
        .map((other) => (
          <li key={other}>
            <a className="link" href={languageHref(other)} hrefLang={other} lang={other}>
              {languageFacts[other].ownName}
            </a>
          </li>
        ))}
    </ul>
  );
}
