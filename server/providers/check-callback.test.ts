import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { manifest as qontoManifest } from '@/providers/qonto/manifest.ts';
import { manifest as shopifyManifest } from '@/providers/shopify/manifest.ts';
import { quickbooksManifest } from '@/server/testing/manifest-quickbooks.ts';
import { CallbackError, checkCallback } from './check-callback.ts';
import { type ProviderManifestInput, providerManifestSchema } from './manifest.ts';

const now = new Date('2026-11-23T21:30:00Z');
const nowSeconds = now.getTime() / 1_000;

type Callback = NonNullable<
  Extract<ProviderManifestInput['auth'], { kind: 'oauth2_authorization_code' }>['callback']
>;

function check(input: ProviderManifestInput, query: string, inputs: Record<string, string> = {}) {
  return checkCallback(providerManifestSchema.parse(input), {
    params: new URLSearchParams(query),
    inputs,
    operatorCredentials: { client_id: 'our-id', client_secret: 'hush' },
    now,
  });
}

function withCallback(callback: Callback): ProviderManifestInput {
  const { auth } = qontoManifest;
  if (auth.kind !== 'oauth2_authorization_code') throw new Error('qonto is an OAuth provider');
  return { ...qontoManifest, auth: { ...auth, callback } };
}

const refusal = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof CallbackError) return { kind: error.kind, parameter: error.parameter };
    throw error;
  }
  return 'accepted';
};

describe('an extra parameter', () => {
  it('is kept under its name', () => {
    expect(check(quickbooksManifest, 'code=c&state=s&realmId=4620816365')).toEqual({
      kept: { realm_id: '4620816365' },
      scope: null,
    });
  });

  it.each([
    ['code=c&state=s', 'missing'],
    ['code=c&realmId=', 'mismatch'],
    ['code=c&realmId=12/../3', 'mismatch'],
    ['code=c&realmId=12%0A', 'mismatch'],
    ['code=c&realmId=1&realmId=1', 'mismatch'],
  ])('is refused in %j: %s', (query, kind) => {
    expect(refusal(() => check(quickbooksManifest, query))).toEqual({ kind, parameter: 'realmId' });
  });

  it('may be left out when it is optional', () => {
    const extraParams = [{ name: 'shop', keepAs: 'found_shop', pattern: '^[a-z]+$', required: false }];
    expect(check(withCallback({ extraParams }), 'code=c').kept).toEqual({});
  });

  it('has a message without its value', () => {
    expect(() => check(quickbooksManifest, 'code=c&realmId=canary')).toThrow(
      expect.objectContaining({ message: 'mismatch: realmId' }),
    );
  });

  it('is not asked for when there is no code, so that a refusal can be told', () => {
    expect(check(quickbooksManifest, 'error=access_denied&state=s')).toEqual({ kept: {}, scope: null });
    expect(refusal(() => check(quickbooksManifest, 'error=access_denied&code=c'))).toMatchObject({
      kind: 'missing',
    });
  });
});

it('granted scopes are read from the redirect back where the provider sends them there', () => {
  const manifest = withCallback({ grantedScopesParameter: 'granted' });
  expect(check(manifest, 'code=c&granted=a+b++c').scope).toBe('a b c');
  expect(check(manifest, 'code=c&granted=').scope).toBe('');
  expect(check(manifest, 'code=c').scope).toBeNull();
});

describe('a signed redirect back', () => {
  const sign = (message: string) => createHmac('sha256', 'hush').update(message).digest('hex');
  const message = (changes: { shop?: string; timestamp?: number } = {}) =>
    [
      'code=0907a61c0c8d55e99db179b68161bc00',
      'host=YWRtaW4%3D',
      `shop=${changes.shop ?? 'example-shop.myshopify.com'}`,
      'state=a%20b',
      `timestamp=${changes.timestamp ?? nowSeconds}`,
    ].join('&');
  const signed = (text: string) => `hmac=${sign(text)}&${text}`;
  const inputs = { shop: 'example-shop' };

  it('is accepted, and gives the group of its pattern', () => {
    expect(check(shopifyManifest, signed(message()), inputs).kept).toEqual({
      shop_from_callback: 'example-shop',
    });
  });

  it('is accepted in any order, with the parameters that are not signed', () => {
    const shuffled = signed(message()).split('&').reverse().join('&');
    expect(refusal(() => check(shopifyManifest, `${shuffled}&signature=old`, inputs))).toBe('accepted');
  });

  it('is accepted with the shop in other letters', () => {
    const text = message({ shop: 'Example-Shop.myshopify.com' });
    expect(check(shopifyManifest, signed(text), inputs).kept.shop_from_callback).toBe('Example-Shop');
  });

  it.each([
    ['without a signature', message(), 'hmac'],
    ['with an empty one', `hmac=&${message()}`, 'hmac'],
    ['with a short one', `hmac=${sign(message()).slice(2)}&${message()}`, 'hmac'],
    ['with one that is no hex', `hmac=${'z'.repeat(64)}&${message()}`, 'hmac'],
    ['with a parameter changed', signed(message()).replace('code=0', 'code=1'), 'hmac'],
    ['with a parameter more', `${signed(message())}&x=1`, 'hmac'],
    ['with another one', `hmac=${sign('x')}&${message()}`, 'hmac'],
    ['too late', signed(message({ timestamp: nowSeconds - 91 })), 'timestamp'],
    ['from the future', signed(message({ timestamp: nowSeconds + 91 })), 'timestamp'],
    ['with a time that is none', signed(message({ timestamp: Number.NaN })), 'timestamp'],
    ['without a time', signed('code=c&shop=example-shop.myshopify.com'), 'timestamp'],
  ])('is refused %s', (_, query, parameter) => {
    expect(refusal(() => check(shopifyManifest, query, inputs))).toEqual({ kind: 'signature', parameter });
  });

  it.each([nowSeconds - 90, nowSeconds + 90])('is accepted at the edge of its age', (timestamp) => {
    expect(refusal(() => check(shopifyManifest, signed(message({ timestamp })), inputs))).toBe('accepted');
  });

  it('is refused for another shop than the one that was typed', () => {
    const of = (shop: string) => signed(message({ shop }));
    for (const shop of [
      'other.myshopify.com',
      'example-shop.evil.com',
      'example-shop.myshopify.com.evil.com',
    ])
      expect(
        refusal(() => check(shopifyManifest, of(shop), inputs)),
        shop,
      ).toEqual({
        kind: 'mismatch',
        parameter: 'shop',
      });
    expect(refusal(() => check(shopifyManifest, of('example-shop.myshopify.com')))).toMatchObject({
      kind: 'mismatch',
    });
  });

  it('is not checked with an empty key', () => {
    const manifest = providerManifestSchema.parse(shopifyManifest);
    for (const operatorCredentials of [{}, { client_secret: '' }]) {
      const params = new URLSearchParams(signed(message()));
      expect(() => checkCallback(manifest, { params, inputs, operatorCredentials, now })).toThrow(
        'the operator has not given client_secret',
      );
    }
  });
});
