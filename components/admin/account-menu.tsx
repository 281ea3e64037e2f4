import { ChevronsUpDown } from 'lucide-react';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import type { FormAction } from '@/components/ui/form-state.ts';
import { Link } from '@/components/ui/link.tsx';

type ThemeName = 'light' | 'dark' | 'system';

interface AccountMenuProps {
  id: string;
  email: string;
  accountId: string;
  accounts: readonly { id: string; name: string }[];
  theme: ThemeName;
  actions: { account: FormAction; theme: FormAction; signOut: FormAction };
  words: {
    account: string;
    role: string;
    theme: string;
    themes: Record<ThemeName, string>;
    signOut: string;
    password: string;
  };
}

const entry = 'rounded px-2.5 py-1.5 text-start hover:bg-soft';

const themeNames: ThemeName[] = ['light', 'dark', 'system'];

/** Who is signed in, the account in view, how it looks: the browser's own popover, which needs no script. */
export function AccountMenu({ id, email, accountId, accounts, theme, actions, words }: AccountMenuProps) {
  const current = accounts.find((account) => account.id === accountId);
  return (
    <>
      <button
        className="flex w-full items-center justify-between gap-2 rounded-lg px-2.5 py-2 text-start hover:bg-soft"
        popoverTarget={id}
        type="button"
      >
        <span className="grid min-w-0">
          <span className="truncate font-medium">{current?.name}</span>
          <span className="truncate text-muted text-xs">{email}</span>
        </span>
        <ChevronsUpDown aria-hidden className="shrink-0 text-muted" size={16} />
      </button>
      <div className="menu bottom-20 left-3 w-64" id={id} popover="auto">
        <p className="px-2.5 py-1.5 text-muted text-sm">
          {email} · {words.role}
        </p>
        {accounts.length < 2 ? null : (
          <fieldset className="border-line border-t py-1.5">
            <legend className="sr-only">{words.account}</legend>
            {accounts.map((account) => (
              <ActionForm accountId={account.id} action={actions.account} className="grid" key={account.id}>
                <Submit
                  aria-pressed={account.id === accountId}
                  className={`${entry} ${account.id === accountId ? 'font-semibold text-accent' : ''}`}
                  leads
                >
                  {account.name}
                </Submit>
              </ActionForm>
            ))}
          </fieldset>
        )}
        <div className="grid gap-1 border-line border-t px-2.5 py-2">
          <span className="text-muted text-sm">{words.theme}</span>
          <ActionForm action={actions.theme} className="grid grid-cols-3 rounded-lg bg-soft p-0.5">
            {themeNames.map((name) => (
              <Submit key={name} look={name === theme ? 'main' : 'quiet'} name="theme" small value={name}>
                {words.themes[name]}
              </Submit>
            ))}
          </ActionForm>
        </div>
        <div className="grid border-line border-t pt-1.5">
          <Link className={entry} href="/admin/settings/password">
            {words.password}
          </Link>
          <ActionForm action={actions.signOut} className="grid">
            <Submit className={entry} leads>
              {words.signOut}
            </Submit>
          </ActionForm>
        </div>
      </div>
    </>
  );
}
