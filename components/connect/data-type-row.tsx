import type { SharedDataType } from '@/server/connect/screen.ts';
import { describeDataType, findDataType } from '@/server/data-types/index.ts';
import { ChevronIcon } from './icons.tsx';
import type { Words } from './words.ts';

interface DataTypeRowProps {
  words: Words;
  dataType: SharedDataType;
  /** Types that are computed from this one. */
  computed: SharedDataType[];
}

/** One line of the list; it unfolds to the fields in plain words and the name that support staff know. */
export function DataTypeRow({ words, dataType, computed }: DataTypeRowProps) {
  const { t } = words;
  const { label, line } = describeDataType(dataType.name, words.language);
  // What is computed from this row says so itself.
  const neededFor = dataType.neededFor
    .filter((name) => computed.every((type) => type.name !== name))
    .map((name) => describeDataType(name, words.language).label);
  const labels = (types: readonly SharedDataType[]) => types.map((type) => labelOf(type, words));
  const notes = [
    line,
    periodOf(dataType, words),
    computed.length > 0 && t('dataTypes.computedFromIt', { list: words.inSentence(labels(computed)) }),
    neededFor.length > 0 && t('dataTypes.neededFor', { list: words.inSentence(neededFor) }),
  ].filter((note) => typeof note === 'string' && note !== '');
  return (
    <li>
      <details className="group">
        <summary className="flex gap-3 py-3">
          <span className="grow">
            <span className="font-semibold">{label}</span>
            {[dataType, ...computed].some((type) => type.isNew) && (
              <>
                {' '}
                <NewBadge words={words} />
              </>
            )}
            {notes.map((note) => (
              <span className="block text-sm text-muted" key={String(note)}>
                {note}
              </span>
            ))}
            <span className="visually-hidden">{t('dataTypes.included')}</span>
          </span>
          <ChevronIcon className="group-open:rotate-180" />
        </summary>
        <div className="grid gap-3 pbe-4 text-sm">
          <Fields dataType={dataType} words={words} />
          {computed.map((type) => (
            <div className="grid gap-1" key={type.name}>
              <p className="font-semibold">{labelOf(type, words)}</p>
              <Fields dataType={type} words={words} />
            </div>
          ))}
        </div>
      </details>
    </li>
  );
}

/** Marks what was added since the person last agreed. */
export function NewBadge({ words }: { words: Words }) {
  return <span className="badge">{words.t('dataTypes.isNew')}</span>;
}

function Fields({ words, dataType }: { words: Words; dataType: SharedDataType }) {
  return (
    <>
      <ul className="list-disc ps-5">
        {describeDataType(dataType.name, words.language).details.map((detail) => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
      <p className="text-xs text-muted">{words.t('dataTypes.supportName', { name: dataType.name })}</p>
    </>
  );
}

export function labelOf({ name }: SharedDataType, { language }: Words): string {
  return describeDataType(name, language).label;
}

function periodOf({ name }: SharedDataType, { t }: Words): string | null {
  return findDataType(name)?.period === 'all' ? t('dataTypes.periodAll') : null;
}
