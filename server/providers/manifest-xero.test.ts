import { describe, expect, it } from 'vitest';
import { xeroManifest } from '@/server/testing/manifest-xero.ts';
import { oauthOf, type Quirks, readOf } from '@/server/testing/quirks.ts';
import { providerManifestSchema } from './manifest.ts';

const quirks: Quirks = [
  [
    'the organisations are listed after the token, and the person picks one',
    (manifest) => oauthOf(manifest).accountChoice,
    expect.objectContaining({
      request: expect.objectContaining({ url: 'https://api.xero.com/connections' }),
      recordPath: '$',
      idPath: 'tenantId',
      labelPath: 'tenantName',
    }),
  ],
  ['and it is the account', (manifest) => oauthOf(manifest).account, { from: 'choice' }],
  [
    'practices are no organisations',
    (manifest) => oauthOf(manifest).accountChoice?.filter,
    { path: 'tenantType', equals: 'ORGANISATION' },
  ],
  [
    'a claim of the access token tells which were just added',
    (manifest) => oauthOf(manifest).accountChoice?.justGranted,
    { path: 'authEventId', accessTokenClaim: 'authentication_event_id' },
  ],
  ['every call names the organisation', (manifest) => manifest.api.headers['Xero-Tenant-Id'], '{tenant_id}'],
  ['refresh tokens need a scope', (manifest) => oauthOf(manifest).scopes.offline, 'offline_access'],
  [
    'unused refresh tokens end after 60 days',
    (manifest) => oauthOf(manifest).refreshTokenLifetimeSeconds,
    60 * 86_400,
  ],
  [
    'the previous refresh token can be retried for 30 minutes',
    (manifest) => oauthOf(manifest).refresh,
    expect.objectContaining({ previousUsable: { until: 'time', seconds: 1800 } }),
  ],
  [
    'scopes are granular now, and broad ones of older apps cover them',
    (manifest) => manifest.dataTypes.find(({ type }) => type === 'BANK_TRANSACTION'),
    expect.objectContaining({
      scopes: ['accounting.banktransactions.read'],
      alsoCoveredBy: [['accounting.banktransactions'], ['accounting.transactions']],
    }),
  ],
  ['scopes add up over time', (manifest) => oauthOf(manifest).scopes.additive, true],
  [
    'one organisation can be removed, or the whole grant revoked',
    (manifest) => [oauthOf(manifest).accountChoice?.removal?.url, oauthOf(manifest).revocation.kind],
    ['https://api.xero.com/connections/{xero_connection_id}', 'rfc7009'],
  ],
  [
    'uncertified apps have a ceiling',
    (manifest) => manifest.operatorNotes[0]?.en,
    expect.stringContaining('uncertified'),
  ],
  [
    'there are limits by minute, by day and by application, and for calls at once',
    (manifest) =>
      manifest.api.rateLimits.map(({ scope, limit, perSeconds, concurrency }) => [
        scope,
        limit,
        perSeconds,
        concurrency,
      ]),
    [
      ['account', 60, 60, 5],
      ['account', 5000, 86_400, undefined],
      ['application', 10_000, 60, undefined],
    ],
  ],
  [
    'changes are asked for in a header, without a zone',
    (manifest) => readOf(manifest, 'BANK_TRANSACTION')?.incremental,
    expect.objectContaining({
      since: { in: 'header', param: 'If-Modified-Since' },
      format: 'iso8601_without_zone',
    }),
  ],
  [
    'journals continue after the last number seen',
    (manifest) => readOf(manifest, 'JOURNAL_ENTRY')?.pagination,
    expect.objectContaining({ style: 'cursor', nextFromLastRecord: 'JournalNumber' }),
  ],
];

describe('the manifest of xero', () => {
  const manifest = providerManifestSchema.parse(xeroManifest);

  it.each(quirks)('says that %s', (_quirk, says, what) => {
    expect(says(manifest)).toEqual(what);
  });
});
