import type { InputField, ProviderParty } from '@/server/connect/screen.ts';
import type { Words } from './words.ts';

interface InputFieldsProps {
  words: Words;
  provider: ProviderParty;
  inputs: InputField[];
}

export function InputFields({ words, provider, inputs }: InputFieldsProps) {
  const firstWrong = inputs.find((input) => input.error !== null);
  return inputs.map((input) => (
    <Field focused={input === firstWrong} input={input} key={input.name} provider={provider} words={words} />
  ));
}

/**
 * Example above the field, not inside it: it stays readable while typing. `required` is left to the server,
 * whose message is in the language of the page.
 */
function Field({
  words,
  provider,
  input,
  focused,
}: Omit<InputFieldsProps, 'inputs'> & { input: InputField; focused: boolean }) {
  const { t, language } = words;
  const id = `input-${input.name}`;
  const exampleId = `${id}-example`;
  const suffixId = `${id}-suffix`;
  const errorId = `${id}-error`;
  const describedBy = [
    input.example !== null && exampleId,
    input.suffix !== null && suffixId,
    input.error !== null && errorId,
  ].filter((part) => part !== false);
  return (
    <div className="grid gap-1.5">
      <label className="font-medium" htmlFor={id}>
        {input.label[language]}
      </label>
      {input.example !== null && (
        <p className="break-anywhere text-sm text-muted" id={exampleId}>
          {t('inputs.example', { example: input.example })}
        </p>
      )}
      <div className="field">
        <input
          aria-describedby={describedBy.length === 0 ? undefined : describedBy.join(' ')}
          aria-invalid={input.error === null ? undefined : true}
          aria-required="true"
          autoCapitalize="none"
          autoComplete="off"
          autoCorrect="off"
          // biome-ignore lint/a11y/noAutofocus: after a failed post the wrong field is where to go on (UX.md 1.6).
          autoFocus={focused}
          className="field-input"
          defaultValue={input.secret ? '' : input.value}
          dir={input.inputMode === 'text' ? 'auto' : 'ltr'}
          id={id}
          inputMode={input.inputMode}
          name={`input_${input.name}`}
          spellCheck={false}
          type={input.secret ? 'password' : 'text'}
        />
        {input.suffix !== null && (
          <span className="field-suffix" id={suffixId}>
            {input.suffix}
          </span>
        )}
      </div>
      {input.error !== null && (
        <p className="text-sm font-medium text-bad" id={errorId}>
          {errorText(input, words, provider)}
        </p>
      )}
    </div>
  );
}

function errorText({ error, example }: InputField, { t }: Words, provider: ProviderParty): string {
  if (error === 'required') return t('inputs.required');
  if (error === 'refused') return t('inputs.refused', { provider: provider.displayName });
  return t(example === null ? 'inputs.patternNoExample' : 'inputs.pattern');
}
