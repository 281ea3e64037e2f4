import type { AdminWords } from '@/app/admin/words.ts';
import { relativeTime } from '@/components/ui/relative-time.tsx';
import { type KeyRow, mostExpiring } from '@/server/accounts/index.ts';

/** Something that needs attention. */
export interface Entry {
  key: string;
  provider: string | null;
  what: string;
  cure: string;
  since: Date | null;
  href: string;
}

/** More than these would push everything else out of sight. */
const mostNamed = 3;

/** API keys that end soon, the next one first: each by its name while they are few. */
export function keyEntries(t: AdminWords, keys: readonly KeyRow[], now: Date): Entry[] {
  const shared = { provider: null, since: null, href: '/admin/api-keys' };
  const ends = ({ expiresAt }: KeyRow) => (expiresAt === null ? '' : relativeTime(expiresAt, now));
  const [first] = keys;
  if (first === undefined || keys.length <= mostNamed)
    return keys.map((key) => ({
      ...{ ...shared, key: `key ${key.id}` },
      what: t('overview.expiringKey', { name: key.name, when: ends(key) }),
      cure: t('overview.expiringKeyCure'),
    }));
  const isCapped = keys.length > mostExpiring;
  return [
    {
      ...{ ...shared, key: 'keys' },
      what: isCapped
        ? t('overview.expiringKeysCapped', { count: mostExpiring })
        : t('overview.expiringKeys', { count: keys.length }),
      cure: t('overview.expiringKeysCure', { when: ends(first) }),
    },
  ];
}
