import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { copyWords } from '@/app/admin/shared-words.ts';
import { CopyButton } from '@/components/ui/copy-button.tsx';

interface Props extends Pick<AdminPageProps, 't'> {
  label: string;
  text: string;
}

/** A text that is entered somewhere else exactly like this. */
export function CopyLine({ t, label, text }: Props) {
  return (
    <span className="flex items-center gap-2">
      <code className="code grow text-ink">{text}</code>
      <CopyButton label={label} text={text} words={copyWords(t)} />
    </span>
  );
}
