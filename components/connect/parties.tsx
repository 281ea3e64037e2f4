import type { Consumer, ProviderParty } from '@/server/connect/screen.ts';
import { ArrowIcon } from './icons.tsx';

/** Who sees the data and where it comes from. Names always stand beside the logos, which may be missing. */
export function Parties({ consumer, provider }: { consumer: Consumer; provider: ProviderParty }) {
  return (
    <p className="parties">
      <Party logoUrl={consumer.logoUrl} name={consumer.name} />
      <ArrowIcon />
      <Party logoUrl={provider.logoUrl} name={provider.displayName} />
    </p>
  );
}

const tile = 'inline-10 block-10 shrink-0 rounded-lg border border-line';

function Party({ name, logoUrl }: { name: string; logoUrl: string | null }) {
  return (
    <span className="flex items-center gap-2.5 min-inline-0">
      {logoUrl === null ? (
        <span aria-hidden="true" className={`${tile} grid place-items-center bg-soft text-lg text-muted`}>
          {initialOf(name)}
        </span>
      ) : (
        <img alt="" className={`${tile} bg-white object-contain`} height="40" src={logoUrl} width="40" />
      )}
      <span className="min-inline-0">{name}</span>
    </span>
  );
}

function initialOf(name: string): string {
  return (Array.from(name.trim())[0] ?? '').toUpperCase();
}
