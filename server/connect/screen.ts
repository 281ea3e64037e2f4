/**
 * What a person can be shown in the connect flow: one variant per screen of UX.md 1.2.
 * The verbs of this module return these values; `components/connect` draws them; nothing here knows HTML.
 */

export interface Consumer {
  name: string;
  /** Path on our own origin, or null: then the name stands alone. */
  logoUrl: string | null;
  privacyPolicyUrl: string | null;
  supportUrl: string | null;
}

export interface ProviderParty {
  name: string;
  displayName: string;
  /** Path on our own origin. */
  logoUrl: string;
  /** `read`: the screen may promise that nothing can be changed (UX.md 1.2). */
  access: 'read' | 'read_write';
}

/** A data type that will be fetched. */
export interface SharedDataType {
  name: string;
  /** Names of requested types that need this one; empty when the consumer asked for it itself. */
  neededFor: string[];
  /** Added since the person last agreed (C-11). */
  isNew: boolean;
}

/** A value the provider needs from the person (C-03, C-04). */
export interface InputField {
  name: string;
  label: { en: string; fr: string };
  example: string | null;
  /** Shown as text behind the field, `.myshopify.com` say. */
  suffix: string | null;
  secret: boolean;
  /** Kept from the last try; always empty for a secret. */
  value: string;
  error: 'required' | 'pattern' | 'refused' | null;
  inputMode: 'text' | 'url' | 'numeric' | 'email';
}

/** What almost every screen needs. */
interface Frame {
  consumer: Consumer;
  provider: ProviderParty;
  /** Where the forms of this screen post to: `/connect/{token}`. */
  action: string;
}

export type Screen =
  /** C-01, C-02, C-03 (`inputs`), C-11 (`renewal`). Form fields: `decision` = allow | cancel, `version`, `input_{name}`. */
  | (Frame & {
      kind: 'permission';
      /** Shown as "For: …"; natural persons as first name + initial. */
      userLabel: string;
      purpose: { text: string; language: 'en' | 'fr' } | null;
      dataTypes: SharedDataType[];
      inputs: InputField[];
      /** The connection's version the person agrees to; posted back. */
      version: number;
      renewal: { endedAt: Date } | null;
      /** `changed`: the list changed while the page was open; `cookies`: the browser did not keep our cookie. */
      notice: 'changed' | 'cookies' | null;
      /** False for key providers: then Allow leads to our own key form and says so. */
      leavesForProvider: boolean;
    })
  /** C-04 (also C-03 alone, with `skip_permissions`). Form fields: `decision` = submit_inputs | cancel, `version`, `input_{name}`. */
  | (Frame & {
      kind: 'inputs';
      secretForm: boolean;
      inputs: InputField[];
      version: number;
      steps: { en: string[]; fr: string[] };
      helpUrl: string | null;
      /** The provider did not answer our check: nothing was stored, try again. */
      unreachable: boolean;
    })
  /** C-07, HTTP 502. Form: decision = allow ("Try again") | cancel, `version`. `code` like `MG-7F3K`, for support. */
  | (Frame & {
      kind: 'provider_trouble';
      reason: 'error' | 'timeout' | 'bad_answer';
      code: string;
      version: number;
    })
  /** C-09. Form: decision = allow ("Go back to provider") | continue_without | cancel, `version`, `attempt`. */
  | (Frame & {
      kind: 'partly_shared';
      missing: SharedDataType[];
      granted: SharedDataType[];
      mayContinue: boolean;
      attemptId: string;
      version: number;
    })
  /** C-10. A plain link back when `returnHref` is known. */
  | (Frame & {
      kind: 'already_connected';
      connectedAt: Date;
      dataTypes: SharedDataType[];
      returnHref: string | null;
    })
  /** C-12. Form: decision = allow ("Use {old}") | cancel, `version`. Accounts are already masked. */
  | (Frame & {
      kind: 'other_account';
      oldAccount: string;
      newAccount: string;
      version: number;
    })
  /** C-13 */
  | (Frame & { kind: 'done'; dataTypes: SharedDataType[] })
  /** C-14. "Start again" is a plain link to `action`. */
  | (Frame & { kind: 'cancelled' })
  /** C-15, HTTP 410. */
  | (Frame & { kind: 'dead_link'; endedAt: Date; returnOriginHref: string | null })
  /** C-16, HTTP 404. Nothing is known. */
  | { kind: 'unknown_link' }
  /** C-17, HTTP 400. `frame` is null when the state row is gone: then text only. Form: decision = allow ("Start again") | cancel. */
  | { kind: 'lost_thread'; frame: (Frame & { version: number }) | null }
  /** C-19, HTTP 503. Form: decision = cancel ("Back to {consumer}"). */
  | (Frame & { kind: 'provider_off'; version: number })
  /** C-20, HTTP 429. "Try again" is a plain link to `action`. */
  | { kind: 'too_many_tries'; retryAfterSeconds: number; action: string }
  /** C-08, HTTP 503. `code` like `MG-7F3K`. */
  | { kind: 'our_trouble'; code: string; retryHref: string | null };

export type ScreenOf<Kind extends Screen['kind']> = Extract<Screen, { kind: Kind }>;
