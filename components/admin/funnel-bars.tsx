interface FunnelBarsProps {
  steps: readonly { label: string; count: string; share: number; loss: string | null }[];
}

const full = 100;

/** Where people leave: a bar per step, the loss before it in numbers. Real text, so it needs no other form. */
export function FunnelBars({ steps }: FunnelBarsProps) {
  return (
    <ol className="grid gap-2">
      {steps.map(({ label, count, share, loss }) => (
        <li className="grid gap-0.5" key={label}>
          <span className="flex items-baseline justify-between gap-3 text-sm">
            <span className="font-medium">{label}</span>
            <span>
              {loss === null ? null : <span className="me-3 text-muted">{loss}</span>}
              <span className="tabular-nums">{count}</span>
            </span>
          </span>
          <svg
            aria-hidden="true"
            className="h-2.5 w-full"
            preserveAspectRatio="none"
            viewBox={`0 0 ${full} 10`}
          >
            <rect className="fill-soft" height="10" width={full} />
            <rect className="fill-accent" height="10" width={Math.max(share * full, share > 0 ? 1 : 0)} />
          </svg>
        </li>
      ))}
    </ol>
  );
}
