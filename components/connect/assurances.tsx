import type { ReactNode } from 'react';
import type { Consumer, ProviderParty } from '@/server/connect/screen.ts';
import { ClockIcon, EyeIcon, LockIcon } from './icons.tsx';
import type { Words } from './words.ts';

interface PartiesProps {
  words: Words;
  consumer: Consumer;
  provider: ProviderParty;
}

interface AssurancesProps extends PartiesProps {
  /** False when the person gives a key on our own page. */
  leavesForProvider: boolean;
}

/** What cannot happen, how long it lasts and how to stop it, and where the password goes. */
export function Assurances({ words, consumer, provider, leavesForProvider }: AssurancesProps) {
  const { t } = words;
  return (
    <ul className="grid gap-3">
      {provider.access === 'read' && (
        <Assurance icon={<EyeIcon />}>{t('access.readOnly', { consumer: consumer.name })}</Assurance>
      )}
      <Assurance icon={<ClockIcon />}>
        <HowToStop consumer={consumer} provider={provider} words={words} />
      </Assurance>
      <Assurance icon={<LockIcon />}>
        {t(leavesForProvider ? 'access.signIn' : 'access.keyForm', { provider: provider.displayName })}
      </Assurance>
    </ul>
  );
}

function Assurance({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      {icon}
      <div className="grow">{children}</div>
    </li>
  );
}

export function HowToStop({ words, consumer, provider }: PartiesProps) {
  const { t } = words;
  return (
    <details>
      <summary>
        {t('access.lasts', { consumer: consumer.name })} <span className="link">{t('access.how')}</span>
      </summary>
      <p className="pbs-2 text-sm text-muted">
        {t('access.howToStop', { consumer: consumer.name, provider: provider.displayName })}
      </p>
    </details>
  );
}
