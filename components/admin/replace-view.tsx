'use client';

import { Submit, useForm } from '@/components/ui/form.tsx';

interface ReplaceViewProps {
  views: readonly { id: string; name: string; question: string }[];
  label: string;
}

/**
 * When the name that was typed is that of a view: whether that one is to be replaced. Behind the button that saves, so
 * that Enter never means it.
 */
export function ReplaceView({ views, label }: ReplaceViewProps) {
  const { state } = useForm();
  if (state.outcome !== 'failed') return null;
  const typed = state.typed.name?.trim();
  const taken = views.find(({ name }) => name === typed);
  if (taken === undefined) return null;
  return (
    <div className="grid gap-2 border-line border-t pt-3">
      <p>{taken.question}</p>
      <div>
        <Submit look="danger" name="replace" value={taken.id}>
          {label}
        </Submit>
      </div>
    </div>
  );
}
