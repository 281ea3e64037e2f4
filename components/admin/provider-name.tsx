/** A provider as people know it: sign and name. The sign alone would fail when it is missing. */
export function ProviderName({ name, displayName }: { name: string; displayName: string }) {
  return (
    <span className="inline-flex items-start gap-2">
      <img
        alt=""
        className="mt-[calc((1lh-1.125rem)/2)] size-4.5 shrink-0 rounded bg-white"
        height={18}
        loading="lazy"
        src={`/logos/providers/${name}.svg`}
        width={18}
      />
      {displayName}
    </span>
  );
}

/** The sign alone, where the name stands beside it as a title. */
export function ProviderLogo({ name, size }: { name: string; size: 32 | 36 }) {
  return (
    <img
      alt=""
      className={`${size === 32 ? 'size-8' : 'size-9'} rounded-lg bg-white`}
      height={size}
      src={`/logos/providers/${name}.svg`}
      width={size}
    />
  );
}
