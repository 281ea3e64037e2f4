import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBodaccServer } from '@/server/testing/bodacc-server.ts';
import type { HttpService } from '@/server/testing/http-service.ts';
import { pullProvider } from '@/server/testing/pull-provider.ts';
import { startRechercheEntreprisesServer } from '@/server/testing/recherche-entreprises-server.ts';
import { atelier, makeNotice } from '@/server/testing/register-fixtures.ts';

let register: HttpService;
let gazette: HttpService;
beforeEach(async () => {
  const notices = Array.from({ length: 150 }, (_, number) => makeNotice({ numeroannonce: number + 1 }));
  register = await startRechercheEntreprisesServer({ companies: [atelier], now: () => 0 });
  gazette = await startBodaccServer({ notices, quota: 1 });
});
afterEach(async () => {
  await register.close();
  await gazette.close();
});

const pull = (dataType: 'COMPANY_PROFILE' | 'LEGAL_NOTICE') =>
  pullProvider({
    provider: 'company_legal_fr',
    dataType,
    userSiren: atelier.siren,
    baseUrls: { recherche_entreprises_base_url: register.url, bodacc_base_url: gazette.url },
  });

describe('trouble at the Recherche d’entreprises', () => {
  it('an eighth request within a second is too much, and says when to come back', async () => {
    for (let count = 0; count < 7; count++) await pull('COMPANY_PROFILE');
    await expect(pull('COMPANY_PROFILE')).rejects.toMatchObject({
      kind: 'rate_limited',
      code: 'RATE_LIMITED',
      retryAfterMs: 1_000,
    });
  });

  it.each([
    ['400 with its own word for error', { status: 400, body: { erreur: 'canary' } }, 'REQUEST_REFUSED'],
    ['500', { status: 500, body: 'canary' }, 'PROVIDER_UNREACHABLE'],
    ['a page instead of JSON', { status: 200, body: '<h1>canary</h1>' }, 'UNEXPECTED_ANSWER'],
    ['no results at all', { status: 200, body: { erreur: 'canary' } }, 'UNEXPECTED_ANSWER'],
  ])('%s', async (_, answer, code) => {
    register.failNext('/search', answer);
    const error: unknown = await pull('COMPANY_PROFILE').catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('canary');
  });

  it('a broken connection', async () => {
    register.failNext('/search', 'drop');
    await expect(pull('COMPANY_PROFILE')).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('trouble at the BODACC', () => {
  it('a quota that is spent is too much, though nobody says until when', async () => {
    await expect(pull('LEGAL_NOTICE')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: null });
  });

  it.each([
    ['400', { status: 400, body: { error_code: 'ODSQLError', message: 'canary' } }, 'REQUEST_REFUSED'],
    ['503', { status: 503, body: 'canary' }, 'PROVIDER_UNREACHABLE'],
    ['an answer without results', { status: 200, body: { total_count: 3 } }, 'UNEXPECTED_ANSWER'],
  ])('%s', async (_, answer, code) => {
    gazette.failNext('/api', answer);
    const error: unknown = await pull('LEGAL_NOTICE').catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('canary');
  });
});
