import { afterAll, beforeAll, expect, it } from 'vitest';
import { getAccount, updateProfile } from '@/server/accounts/index.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { previewScreen, toPreviewed } from './index.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

it('is the permission screen with what the account says of itself, and leads nowhere', async () => {
  await updateProfile(test.ctx, {
    name: 'Crédit Populaire',
    purpose: 'Pour étudier votre demande.',
    privacy_policy_url: 'https://credit.example/privacy',
    default_language: 'fr',
  });
  const screen = await previewScreen(test.ctx, toPreviewed(await getAccount(test.ctx)));
  expect(screen).toMatchObject({
    kind: 'permission',
    consumer: {
      name: 'Crédit Populaire',
      logoUrl: null,
      privacyPolicyUrl: 'https://credit.example/privacy',
      supportUrl: null,
    },
    purpose: { text: 'Pour étudier votre demande.', language: 'fr' },
    action: '#',
    leavesForProvider: true,
  });
  expect(screen.dataTypes.length).toBeGreaterThan(0);
});
