import { CircleAlert, CircleCheck, CircleX, Info } from 'lucide-react';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { CopyLine } from '@/app/admin/parts/copy-line.tsx';
import { ProviderFrame } from '@/app/admin/parts/provider-frame.tsx';
import { adminWords } from '@/app/admin/words.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Note, Section } from '@/components/ui/page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { type Diagnosis, type Endpoint, examineProvider } from '@/server/doctor/index.ts';
import { getManifest } from '@/server/providers/index.ts';

export const metadata: Metadata = { title: adminWords()('providers.tabDoctor') };

type Verdict = 'ok' | 'warn' | 'bad' | 'info';

interface Finding {
  verdict: Verdict;
  title: string;
  text: ReactNode;
}

export default adminPage(async ({ ctx, t, params }) => {
  const manifest = getManifest(params.providerName ?? '', ctx.catalogue);
  const findings = judge(t, await examineProvider(ctx, manifest.name), ctx.clock.now());
  const wrong = findings.filter(({ verdict }) => verdict === 'bad' || verdict === 'warn').length;
  return (
    <ProviderFrame
      buttons={
        <LinkButton href={`/admin/providers/${manifest.name}/doctor`}>
          {t('providers.doctor.again')}
        </LinkButton>
      }
      current="doctor"
      manifest={manifest}
      t={t}
    >
      <div className="grid max-w-3xl gap-4">
        <Note tone={wrong === 0 ? 'accent' : 'warn'}>
          {wrong === 0 ? t('providers.doctor.allGood') : t('providers.doctor.found', { count: wrong })}
        </Note>
        <Section
          lead={t('providers.doctor.lead')}
          title={t('providers.doctor.title', { provider: manifest.displayName })}
        >
          <ul className="grid gap-4">
            {findings.map((finding) => (
              <Row finding={finding} key={finding.title} t={t} />
            ))}
          </ul>
        </Section>
      </div>
    </ProviderFrame>
  );
});

const icons: Record<Verdict, ReactNode> = {
  ok: <CircleCheck aria-hidden className="text-good" size={18} />,
  warn: <CircleAlert aria-hidden className="text-warn" size={18} />,
  bad: <CircleX aria-hidden className="text-bad" size={18} />,
  info: <Info aria-hidden className="text-muted" size={18} />,
};

function Row({ t, finding: { verdict, title, text } }: { t: AdminPageProps['t']; finding: Finding }) {
  return (
    <li className="flex gap-3">
      <span className="mt-0.5">{icons[verdict]}</span>
      <div className="grid min-w-0 grow gap-0.5">
        <span className="font-medium">
          {title}
          <span className="sr-only">: {t(`providers.doctor.${verdict}`)}</span>
        </span>
        <div className="text-muted">{text}</div>
      </div>
    </li>
  );
}

/** Clocks that differ by more than this break signatures and expiry times. */
const mostSkewMs = 30_000;

function judge(t: AdminPageProps['t'], found: Diagnosis, now: Date): Finding[] {
  return [
    ofState(t, found),
    ofCredentials(t, found),
    ofRedirect(t, found),
    ofScopes(t, found),
    ...found.endpoints.map((endpoint) => ofEndpoint(t, endpoint)),
    ofClock(t, found),
    ...ofBreakers(t, found, now),
  ];
}

function ofState(t: AdminPageProps['t'], { available, enabled }: Diagnosis): Finding {
  const text = enabled ? 'stateOk' : available ? 'stateBad' : 'stateUnavailable';
  const verdict = enabled ? 'ok' : 'bad';
  return { verdict, title: t('providers.doctor.state'), text: t(`providers.doctor.${text}`) };
}

function ofCredentials(t: AdminPageProps['t'], { needsCredentials, missing }: Diagnosis): Finding {
  const title = t('providers.doctor.credentials');
  if (missing.length > 0) {
    const names = missing.join(', ');
    return { verdict: 'bad', title, text: t('providers.doctor.credentialsBad', { names }) };
  }
  const text = needsCredentials ? 'credentialsOk' : 'credentialsNone';
  return { verdict: 'ok', title, text: t(`providers.doctor.${text}`) };
}

function ofRedirect(t: AdminPageProps['t'], { redirectUri, isRedirectUriSecure }: Diagnosis): Finding {
  const title = t('providers.doctor.redirect');
  if (redirectUri === null) return { verdict: 'ok', title, text: t('providers.doctor.redirectNone') };
  return {
    verdict: isRedirectUriSecure ? 'info' : 'bad',
    title,
    text: (
      <div className="grid gap-1.5">
        <p>{t(isRedirectUriSecure ? 'providers.doctor.redirectOk' : 'providers.doctor.redirectBad')}</p>
        <CopyLine label={title} t={t} text={redirectUri} />
      </div>
    ),
  };
}

function ofScopes(t: AdminPageProps['t'], { scopes }: Diagnosis): Finding {
  const title = t('providers.doctor.scopesTitle');
  if (scopes === '') return { verdict: 'ok', title, text: t('providers.doctor.scopesNone') };
  return {
    verdict: 'info',
    title,
    text: (
      <div className="grid gap-1.5">
        <p>{t('providers.doctor.scopesOk')}</p>
        <CopyLine label={title} t={t} text={scopes} />
      </div>
    ),
  };
}

function ofEndpoint(t: AdminPageProps['t'], { kind, origin, reached }: Endpoint): Finding {
  const title = t(`providers.doctor.reach.${kind}`);
  if (origin === null || reached === null) {
    return { verdict: 'info', title, text: t('providers.doctor.perUser') };
  }
  if (reached.isReachable) {
    return { verdict: 'ok', title, text: t('providers.doctor.reached', { origin, ms: reached.tookMs }) };
  }
  const why = reached.trouble ?? 'unreachable';
  return { verdict: 'bad', title, text: t(`providers.doctor.unreached.${why}`, { origin }) };
}

function ofClock(t: AdminPageProps['t'], { clockSkewMs }: Diagnosis): Finding {
  const title = t('providers.doctor.clock');
  if (clockSkewMs === null) return { verdict: 'info', title, text: t('providers.doctor.clockUnknown') };
  const isGood = Math.abs(clockSkewMs) <= mostSkewMs;
  const seconds = isGood
    ? Math.max(1, Math.ceil(Math.abs(clockSkewMs) / 1_000))
    : Math.round(clockSkewMs / 1_000);
  const text = t(isGood ? 'providers.doctor.clockOk' : 'providers.doctor.clockBad', { seconds });
  return { verdict: isGood ? 'ok' : 'bad', title, text };
}

function ofBreakers(t: AdminPageProps['t'], { breakers }: Diagnosis, now: Date): Finding[] {
  const title = t('providers.doctor.breaker');
  if (breakers.length === 0) return [{ verdict: 'ok', title, text: t('providers.doctor.breakerOk') }];
  return breakers.map(({ host, service, openUntil }) => ({
    verdict: 'warn',
    title,
    text: (
      <>
        {t('providers.doctor.breakerBad', { where: host ?? service ?? t('providers.doctor.breakerAll') })}{' '}
        <RelativeTime date={openUntil} now={now} />.
      </>
    ),
  }));
}
