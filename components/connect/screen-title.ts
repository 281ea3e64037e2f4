import type { Screen } from '@/server/connect/screen.ts';
import type { Words } from './words.ts';

/** The one `h1` of a screen. */
export function screenTitle(screen: Screen, { t }: Words): string {
  switch (screen.kind) {
    case 'permission': {
      const names = { provider: screen.provider.displayName, consumer: screen.consumer.name };
      return t(screen.renewal === null ? 'permission.title' : 'permission.renewTitle', names);
    }
    case 'inputs':
      return t(screen.secretForm ? 'inputs.keyTitle' : 'inputs.title', {
        provider: screen.provider.displayName,
      });
    case 'provider_trouble':
      return t('providerTrouble.title', { provider: screen.provider.displayName });
    case 'provider_off':
      return t('providerOff.title', { provider: screen.provider.displayName });
    case 'partly_shared':
      return t('partlyShared.title');
    case 'already_connected':
      return t('alreadyConnected.title');
    case 'other_account':
      return t('otherAccount.title');
    case 'done':
      return t('done.title');
    case 'cancelled':
      return t('cancelled.title');
    case 'dead_link':
      return t('deadLink.title');
    case 'unknown_link':
      return t('unknownLink.title');
    case 'lost_thread':
      return t('lostThread.title');
    case 'too_many_tries':
      return t('tooManyTries.title');
    case 'our_trouble':
      return t('ourTrouble.title');
  }
}
