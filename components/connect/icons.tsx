import type { ReactNode } from 'react';

/** Drawn inline: no request, and they take the colour of the text around them. All are decoration. */
function Icon({ className, children }: { className: string; children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.75"
      viewBox="0 0 24 24"
    >
      {children}
    </svg>
  );
}

const small = 'inline-5 block-5 shrink-0 mbs-0.5 text-accent-text';

/** Points at the consumer: that is the way the data goes. */
export function ArrowIcon() {
  return (
    <Icon className="inline-5 block-5 shrink-0 text-muted rtl:-scale-x-100">
      <path d="M20 12H4m6-6-6 6 6 6" />
    </Icon>
  );
}

export function EyeIcon() {
  return (
    <Icon className={small}>
      <path d="M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12Z" />
      <circle cx="12" cy="12" r="2.75" />
    </Icon>
  );
}

export function ClockIcon() {
  return (
    <Icon className={small}>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5l3 2" />
    </Icon>
  );
}

export function LockIcon() {
  return (
    <Icon className={small}>
      <rect height="10" rx="2" width="16" x="4" y="11" />
      <path d="M8 11V7.5a4 4 0 0 1 8 0V11" />
    </Icon>
  );
}

export function CheckIcon() {
  return (
    <Icon className="inline-10 block-10 text-good">
      <circle cx="12" cy="12" r="10" strokeWidth="1.5" />
      <path d="m8 12.5 2.75 2.75L16 9.75" />
    </Icon>
  );
}

/** `className` turns it when its own `<details>` is open. */
export function ChevronIcon({ className }: { className: string }) {
  return (
    <Icon className={`inline-5 block-5 shrink-0 mbs-0.5 text-muted ${className}`}>
      <path d="m6 9 6 6 6-6" />
    </Icon>
  );
}
