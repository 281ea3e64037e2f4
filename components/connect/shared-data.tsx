import type { SharedDataType } from '@/server/connect/screen.ts';
import { type ClusterName, clusterNames, describeCluster, findDataType } from '@/server/data-types/index.ts';
import { DataTypeRow, labelOf, NewBadge } from './data-type-row.tsx';
import { ChevronIcon } from './icons.tsx';
import type { Words } from './words.ts';

interface SharedDataProps {
  words: Words;
  dataTypes: readonly SharedDataType[];
}

/** Above this number of lines each cluster folds into one line that still names what is in it. */
const maxOpenLines = 7;

/** What is shared, in clusters that unfold. Types that we compute stand in the row of the type they come from. */
export function SharedData({ words, dataTypes }: SharedDataProps) {
  const rows = dataTypes.filter((dataType) => sourceOf(dataType, dataTypes) === null);
  const Cluster = rows.length > maxOpenLines ? FoldedCluster : OpenCluster;
  return (
    <div className="grid gap-5">
      {clusterNames.map((cluster) => {
        const members = rows.filter((row) => clusterOf(row) === cluster);
        if (members.length === 0) return null;
        return <Cluster all={dataTypes} cluster={cluster} key={cluster} rows={members} words={words} />;
      })}
    </div>
  );
}

interface ClusterProps {
  words: Words;
  cluster: ClusterName;
  rows: SharedDataType[];
  all: readonly SharedDataType[];
}

function OpenCluster(props: ClusterProps) {
  return (
    <section>
      <h3 className="pbe-1.5 text-sm font-semibold text-muted">
        {describeCluster(props.cluster, props.words.language)}
      </h3>
      <Rows {...props} />
      <AboutOthers {...props} />
    </section>
  );
}

function FoldedCluster(props: ClusterProps) {
  const { words, rows } = props;
  const hasNew = props.all.some((dataType) => dataType.isNew && clusterOf(dataType) === props.cluster);
  return (
    <section>
      <details className="group/cluster rounded-lg border border-line">
        <summary className="grid grid-cols-[1fr_auto] gap-x-3 px-4 py-3">
          <h3 className="font-semibold">
            {describeCluster(props.cluster, words.language)} {hasNew && <NewBadge words={words} />}
          </h3>
          <ChevronIcon className="group-open/cluster:rotate-180" />
          <span className="text-sm text-muted">
            {words.inSentence(rows.map((row) => labelOf(row, words)))}
          </span>
        </summary>
        <div className="px-4 pbe-2">
          <Rows {...props} />
        </div>
      </details>
      <AboutOthers {...props} />
    </section>
  );
}

function Rows({ words, rows, all }: ClusterProps) {
  return (
    <ul className="rows">
      {rows.map((row) => (
        <DataTypeRow
          computed={all.filter((other) => sourceOf(other, all) === row.name)}
          dataType={row}
          key={row.name}
          words={words}
        />
      ))}
    </ul>
  );
}

function AboutOthers({ words, rows }: ClusterProps) {
  if (!rows.some((row) => findDataType(row.name)?.aboutOthers)) return null;
  return <p className="note mbs-3 text-sm">{words.t('dataTypes.aboutOthers')}</p>;
}

/** The type in whose row a computed type is shown; null when it has a row of its own. */
function sourceOf({ name }: SharedDataType, all: readonly SharedDataType[]): string | null {
  const source = findDataType(name)?.computedFrom ?? null;
  return all.some((other) => other.name === source) ? source : null;
}

function clusterOf({ name }: SharedDataType): ClusterName {
  return findDataType(name)?.cluster ?? 'COMPANY';
}
