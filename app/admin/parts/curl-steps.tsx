import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { copyWords } from '@/app/admin/shared-words.ts';
import { CopyButton } from '@/components/ui/copy-button.tsx';

type Step = 'user' | 'connection' | 'sync' | 'read';

/** The key and ids are shell variables: what is copied runs by itself once the one before it has. */
function command(step: Step, base: string, userId: string, dataPath: string): string {
  const call = `curl -s -H "X-API-KEY: $MOORAGE_API_KEY" -H "Content-Type: application/json"`;
  switch (step) {
    case 'user':
      return `USER_ID=$(${call} ${base}/users/legal -d '{"name":"Atelier Marnie","siren":"812345678"}' | sed -E 's/.*"id":"([^"]+)".*/\\1/'); echo $USER_ID`;
    case 'connection':
      return `${call} ${base}/users/${userId}/data-connections -d '{"provider_name":"sandbox_openbanking","requested_data_types":["BANK_ACCOUNT","BANK_TRANSACTION"]}'`;
    case 'sync':
      return `${call} -X POST ${base}/users/${userId}/sync -d '{}'`;
    case 'read':
      return `${call} ${base}/users/${userId}/${dataPath}`;
  }
}

interface Props extends Pick<AdminPageProps, 'ctx' | 't'> {
  steps: readonly Step[];
  /** Of whom it is about; otherwise the one that the first command makes. */
  userId?: string;
  /** Of the data type that is read. */
  dataPath?: string;
}

/** Commands for a terminal, to copy. */
export function CurlSteps({ ctx, t, steps, userId = '$USER_ID', dataPath = 'bank-transactions' }: Props) {
  const base = `${ctx.settings.publicUrl}/api/v6`;
  return (
    <ol className="grid max-w-2xl gap-3 text-start">
      {steps.map((step) => {
        const text = command(step, base, userId, dataPath);
        return (
          <li className="grid gap-1" key={step}>
            <div className="flex items-center justify-between gap-3">
              <span className="font-medium text-sm">{t(`overview.steps.${step}`)}</span>
              <CopyButton label={t(`overview.steps.${step}`)} text={text} words={copyWords(t)} />
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1). */}
            <pre className="code" tabIndex={0}>
              {text}
            </pre>
          </li>
        );
      })}
    </ol>
  );
}
