import { Check } from 'lucide-react';
import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { dataTypeLabel } from '@/app/admin/parts/labels.ts';
import { listProviderFigures, type ProviderFigures } from '@/app/admin/parts/provider-figures.ts';
import { adminWords } from '@/app/admin/words.ts';
import { ProviderLogo } from '@/components/admin/provider-name.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { clusterNames, dataTypeNames, describeCluster, findDataType } from '@/server/data-types/index.ts';
import { type AccountProvider, listProviders, missingCredentials } from '@/server/provider-settings/index.ts';
import { adminLanguage } from '@/texts/locales.ts';

export const metadata: Metadata = { title: adminWords()('providers.title') };

export default adminPage(async ({ ctx, t }) => {
  const [{ rows }, figures] = await Promise.all([
    listProviders(ctx, { page: 1, perPage: ctx.catalogue.size }),
    listProviderFigures(ctx),
  ]);
  // What is in use comes first, then what could be.
  const sorted = rows.toSorted((one, other) => Number(other.enabled) - Number(one.enabled));
  return (
    <>
      <PageHeader lead={t('providers.lead')} title={t('providers.title')} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {sorted.map((provider) => (
            <li className="grid" key={provider.manifest.name}>
              <ProviderCard figures={figures.get(provider.manifest.name)} provider={provider} t={t} />
            </li>
          ))}
        </ul>
        <Section flush lead={t('providers.matrixLead')} title={t('providers.matrixTitle')}>
          <Matrix providers={sorted} t={t} />
        </Section>
      </div>
    </>
  );
});

interface CardProps extends Pick<AdminPageProps, 't'> {
  provider: AccountProvider;
  figures: ProviderFigures | undefined;
}

function ProviderCard({ t, provider, figures }: CardProps) {
  const { manifest, enabled, available } = provider;
  const isMissing = missingCredentials(provider).length > 0;
  const state = enabled ? 'enabled' : available ? 'disabled' : 'unavailable';
  return (
    <Link className="card card-link grid gap-3 p-4" href={`/admin/providers/${manifest.name}`}>
      <span className="flex items-center gap-3">
        <ProviderLogo name={manifest.name} size={32} />
        <span className="grid min-w-0 grow">
          <span className="truncate font-semibold">{manifest.displayName}</span>
          <span className="text-muted text-sm">{t(`providers.categories.${manifest.category}`)}</span>
        </span>
        <Badge tone={enabled ? 'good' : 'neutral'}>{t(`providers.${state}`)}</Badge>
      </span>
      <span className="grid gap-0.5 text-muted text-sm">
        <span className={isMissing && enabled ? 'text-warn' : undefined}>
          {t(
            manifest.operatorConfig.length === 0
              ? 'providers.credentialsNone'
              : isMissing
                ? 'providers.credentialsMissing'
                : 'providers.credentialsFilled',
          )}
        </span>
        <span>
          {t('providers.connections', { count: figures?.connections ?? 0 })} ·{' '}
          {t('providers.dataTypes', { count: manifest.dataTypes.length })}
        </span>
        <span>
          {figures === undefined || figures.successShare === null
            ? t('providers.noSyncs')
            : t('providers.success', { share: figures.successShare })}
        </span>
      </span>
    </Link>
  );
}

interface MatrixProps extends Pick<AdminPageProps, 't'> {
  providers: readonly AccountProvider[];
}

/** Provider by data type. It scrolls sideways by itself: the page does not. */
function Matrix({ t, providers }: MatrixProps) {
  const offered = new Set<string>(
    providers.flatMap(({ manifest }) => manifest.dataTypes.map(({ type }) => type)),
  );
  const clusters = clusterNames.map((cluster) => ({
    cluster,
    names: dataTypeNames.filter((name) => offered.has(name) && findDataType(name)?.cluster === cluster),
  }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1).
    <section aria-label={t('providers.matrixTitle')} className="matrix-frame" tabIndex={0}>
      <table className="matrix">
        <caption className="sr-only">{t('providers.matrixTitle')}</caption>
        <thead className="matrix-head">
          <tr>
            <th scope="col">{t('providers.matrixType')}</th>
            {providers.map(({ manifest }) => (
              <th key={manifest.name} scope="col">
                {manifest.displayName}
              </th>
            ))}
          </tr>
        </thead>
        {clusters.map(({ cluster, names }) =>
          names.length === 0 ? null : (
            <tbody key={cluster}>
              <tr>
                <th className="matrix-group" colSpan={providers.length + 1} scope="rowgroup">
                  {describeCluster(cluster, adminLanguage)}
                </th>
              </tr>
              {names.map((name) => (
                <tr key={name}>
                  <th scope="row">{dataTypeLabel(name)}</th>
                  {providers.map(({ manifest }) => (
                    <td key={manifest.name}>
                      <Dot has={manifest.dataTypes.some(({ type }) => type === name)} t={t} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ),
        )}
      </table>
    </section>
  );
}

function Dot({ has, t }: { has: boolean; t: AdminPageProps['t'] }) {
  return (
    <>
      {has ? <Check aria-hidden className="mx-auto text-good" size={16} /> : null}
      <span className="sr-only">{t(has ? 'providers.has' : 'providers.hasNot')}</span>
    </>
  );
}
