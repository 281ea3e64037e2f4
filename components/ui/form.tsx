'use client';

import {
  createContext,
  type ReactNode,
  type SubmitEvent,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
  useTransition,
} from 'react';
import { type ButtonLook, buttonClass } from './button.tsx';
import { type FormAction, type FormState, idle } from './form-state.ts';
import { Pending } from './pending.tsx';
import { showToast } from './toast.ts';

interface FormFacts {
  state: FormState;
  isPending: boolean;
  /** Value of the button that was pressed, where a form has several. */
  pressed: string;
}

const FormContext = createContext<FormFacts>({ state: idle, isPending: false, pressed: '' });

export function useForm(): FormFacts {
  return useContext(FormContext);
}

interface ActionFormProps {
  action: FormAction;
  /** Which account the page is about. */
  accountId?: string | undefined;
  className?: string;
  /** `FormAlert` stands somewhere in it, in place of the one on top. */
  hasAlert?: boolean;
  /** Called when it is done. */
  onDone?: () => void;
  children: ReactNode;
}

/**
 * A form whose action answers with a `FormState`. Errors stand at their fields, what was typed stays, and the first wrong
 * field gets the focus. Works without JavaScript too, as a page load.
 */
export function ActionForm({
  action,
  accountId,
  className,
  hasAlert = false,
  onDone,
  children,
}: ActionFormProps) {
  // Without JavaScript the page comes back with `served`; with it the answer arrives in `own`.
  const [served, dispatch] = useActionState(action, idle);
  const [own, setOwn] = useState<FormState | null>(null);
  const [isPending, startTransition] = useTransition();
  const [pressed, setPressed] = useState('');
  const state = own ?? served;
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.outcome === 'failed') {
      const first = (selector: string) => form.current?.querySelector<HTMLElement>(selector);
      (first('[aria-invalid="true"]') ?? first('[role="alert"]'))?.focus();
    }
    if (state.outcome !== 'done') return;
    form.current?.reset();
    onDone?.();
  }, [state, onDone]);

  // As an action alone React would empty the form after every answer, wrong ones included.
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const { submitter } = event.nativeEvent;
    const data = new FormData(event.currentTarget, submitter);
    setPressed(submitter instanceof HTMLButtonElement ? submitter.value : '');
    startTransition(async () => {
      const answer = await action(idle, data);
      // Here and not when it is drawn: the page that comes with the answer may be without this form.
      if (answer.outcome === 'done' && answer.message !== null) showToast(answer.message);
      startTransition(() => setOwn(answer));
    });
  };

  return (
    <FormContext value={{ state, isPending, pressed }}>
      <form action={dispatch} className={className ?? 'grid grid-cols-1 gap-4'} onSubmit={submit} ref={form}>
        {accountId === undefined ? null : <input name="account_id" type="hidden" value={accountId} />}
        {hasAlert ? null : <FormAlert />}
        {children}
      </form>
    </FormContext>
  );
}

/** What was wrong with the form as a whole. */
export function FormAlert() {
  const { state } = useForm();
  if (state.outcome !== 'failed') return null;
  return (
    <p className="rounded-lg bg-bad-soft px-3 py-2 text-bad" role="alert" tabIndex={-1}>
      {state.message}
    </p>
  );
}

interface SubmitProps {
  children: ReactNode;
  look?: ButtonLook;
  small?: boolean;
  /** In place of the look of a button: an entry of a menu. */
  className?: string;
  name?: string;
  value?: string;
  'aria-pressed'?: boolean;
  /** Its answer is another page. */
  leads?: boolean;
}

/** Stays where it is and keeps the focus while the answer is on its way; shows it when that takes long. */
export function Submit({
  children,
  look = 'main',
  small = false,
  className,
  value,
  leads = false,
  ...rest
}: SubmitProps) {
  const { isPending, pressed } = useForm();
  return (
    <button
      aria-disabled={isPending}
      className={className ?? buttonClass(look, small)}
      type="submit"
      value={value}
      {...rest}
    >
      {children}
      <Pending isPending={isPending && pressed === (value ?? '')} leads={leads} />
    </button>
  );
}
