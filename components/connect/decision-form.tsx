import type { ReactNode } from 'react';

interface DecisionFormProps {
  action: string;
  version: number;
  /** The attempt that a partly shared screen is about. */
  attemptId?: string;
  children: ReactNode;
}

/** A plain form: it posts `decision`, `version`, and what its fields hold (see `server/connect/screen.ts`). */
export function DecisionForm({ action, version, attemptId, children }: DecisionFormProps) {
  return (
    <form action={action} className="grid gap-6" method="post">
      <input name="version" type="hidden" value={version} />
      {attemptId !== undefined && <input name="attempt" type="hidden" value={attemptId} />}
      {children}
    </form>
  );
}

export function Buttons({ children }: { children: ReactNode }) {
  return <div className="buttons">{children}</div>;
}

type Decision = 'allow' | 'cancel' | 'submit_inputs' | 'continue_without';

interface DecisionButtonProps {
  decision: Decision;
  /** The first action is filled, all others are outlined; size and shape are the same. */
  main?: boolean;
  children: ReactNode;
}

export function DecisionButton({ decision, main = false, children }: DecisionButtonProps) {
  return (
    <button className={main ? 'button button-main' : 'button'} name="decision" type="submit" value={decision}>
      {children}
    </button>
  );
}

/** A link that looks like a button, where going there changes nothing. */
export function ButtonLink({
  href,
  main = false,
  children,
}: {
  href: string;
  main?: boolean;
  children: ReactNode;
}) {
  return (
    <a className={main ? 'button button-main' : 'button'} href={href}>
      {children}
    </a>
  );
}
