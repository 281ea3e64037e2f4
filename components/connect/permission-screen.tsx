import type { ScreenOf } from '@/server/connect/screen.ts';
import { Alert } from './alert.tsx';
import { Assurances } from './assurances.tsx';
import { Buttons, DecisionButton, DecisionForm } from './decision-form.tsx';
import { InputFields } from './input-fields.tsx';
import { SharedData } from './shared-data.tsx';
import type { Words } from './words.ts';

type PermissionScreenProps = { words: Words; screen: ScreenOf<'permission'> };

/** C-01, C-02, C-03 below the list, C-11 when `renewal` is set. */
export function PermissionScreen({ words, screen }: PermissionScreenProps) {
  const { t } = words;
  const consumer = screen.consumer.name;
  const provider = screen.provider.displayName;
  return (
    <>
      <Notice screen={screen} words={words} />
      {screen.renewal !== null && (
        <p>{t('permission.renewReason', { endedAt: screen.renewal.endedAt, consumer })}</p>
      )}
      <div className="grid gap-2">
        {screen.purpose !== null && (
          <p
            className="text-lg"
            dir="auto"
            lang={screen.purpose.language === words.language ? undefined : screen.purpose.language}
          >
            {screen.purpose.text}
          </p>
        )}
        <p>{t('permission.forWhom', { name: screen.userLabel })}</p>
      </div>
      <div className="grid gap-4">
        <h2 className="text-lg font-semibold">{t('permission.canSee', { consumer })}</h2>
        <SharedData dataTypes={screen.dataTypes} words={words} />
      </div>
      <Assurances {...screen} words={words} />
      <DecisionForm action={screen.action} version={screen.version}>
        {screen.inputs.length > 0 && (
          <>
            <h2 className="text-lg font-semibold">{t('inputs.title', { provider })}</h2>
            <InputFields inputs={screen.inputs} provider={screen.provider} words={words} />
          </>
        )}
        <Buttons>
          <DecisionButton decision="allow" main>
            {allowLabel(screen, words)}
          </DecisionButton>
          <DecisionButton decision="cancel">
            {t(screen.renewal === null ? 'frame.cancel' : 'permission.notNow')}
          </DecisionButton>
        </Buttons>
      </DecisionForm>
    </>
  );
}

function Notice({ words: { t }, screen }: PermissionScreenProps) {
  if (screen.inputs.some((input) => input.error !== null)) {
    return <Alert focused={false}>{t('inputs.errorSummary')}</Alert>;
  }
  return screen.notice === null ? null : <Alert focused>{t(`permission.${screen.notice}`)}</Alert>;
}

function allowLabel(screen: ScreenOf<'permission'>, { t }: Words): string {
  const provider = screen.provider.displayName;
  if (screen.leavesForProvider) {
    return t(screen.renewal === null ? 'permission.allow' : 'permission.renew', { provider });
  }
  return t(screen.renewal === null ? 'permission.allowKey' : 'permission.renewKey');
}
