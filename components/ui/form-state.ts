/** What the last submission of a form came to. `result` is what the action gives back: a secret shown once, say. */
export type FormState<Result = unknown> =
  | { outcome: 'idle' }
  | { outcome: 'done'; message: string | null; result: Result | null }
  | {
      outcome: 'failed';
      /** A sentence for the top of the form. */
      message: string;
      /** By field name. */
      fields: Record<string, string>;
      /** What was typed, but for secrets: shown again when the page was sent without JavaScript. */
      typed: Record<string, string>;
    };

/** The state before is not looked at: every submission is judged by itself. */
export type FormAction<Result = unknown> = (state: FormState, form: FormData) => Promise<FormState<Result>>;

export const idle: FormState = { outcome: 'idle' };
