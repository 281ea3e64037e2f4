import { Link } from '@/components/ui/link.tsx';

interface SegmentsProps {
  /** For screen readers: what is chosen. */
  label?: string;
  options: readonly { href: string; label: string; isCurrent: boolean; language?: string }[];
}

/** A few looks at one thing, of which one is shown. Each has an address. */
export function Segments({ label, options }: SegmentsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent with a form.
    <div aria-label={label} className="segments" role="group">
      {options.map(({ href, label: text, isCurrent, language }) => (
        <Link
          aria-current={isCurrent ? 'true' : undefined}
          href={href}
          key={href}
          lang={language}
          scroll={false}
        >
          {text}
        </Link>
      ))}
    </div>
  );
}
