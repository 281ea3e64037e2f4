import { describe, expect, it } from 'vitest';
import { adminWords } from '@/app/admin/words.ts';
import type { DataConnection, DataConnectionStatus, DataSync } from '@/server/db/models.ts';
import { whyOf } from './connection-why.ts';

const time = (hour: number) => new Date(Date.UTC(2026, 10, 26, hour));

const syncOf = (more: Partial<DataSync>) =>
  ({
    ...{ id: '1', status: 'FETCH_ERROR', activeKey: null, requestedAt: time(9), completedAt: time(10) },
    ...more,
  }) as DataSync;

interface Given {
  status?: DataConnectionStatus;
  link?: string | null;
  lastErrorCode?: string;
  connectedAt?: Date;
  /** Of one data type each. */
  syncs?: (DataSync | null)[];
  /** Records of each data type. */
  count?: number;
}

function why({ link = 'https://…', syncs = [], count = 1, ...given }: Given) {
  const row = {
    status: 'CONNECTED',
    connectedAt: time(8),
    statusChangedAt: time(8),
    ...given,
  } as DataConnection;
  const dataTypes = syncs.map((latestSync, index) => ({
    ...{ dataType: `TYPE_${index}`, latestSync },
    records: { count, isCapped: false },
  }));
  return whyOf({ row, link, dataTypes, readable: dataTypes.map(({ dataType }) => dataType) }, time(11));
}

const failed = (errorCode: string, more: Partial<DataSync> = {}) => syncOf({ errorCode, ...more });

it.each<[string, Given, string | null]>([
  ['waits for its user', { status: 'AUTH_REQUIRED' }, 'link'],
  ['was left half-way', { status: 'CONNECTING' }, 'link'],
  ['lost its access', { status: 'AUTH_ERROR', lastErrorCode: 'GRANT_REVOKED' }, 'link'],
  ['lost its access and has no link', { status: 'AUTH_ERROR', link: null }, 'reconnect'],
  ['was disconnected', { status: 'DISCONNECTED', link: null }, 'reconnect'],
  ['works', { syncs: [syncOf({ status: 'SUCCESS' })] }, 'sync'],
  ['was never synchronized', {}, 'sync'],
  ['lacks what its user left out', { syncs: [failed('PERMISSION_NOT_GRANTED')] }, 'startOver'],
  ['lacks a value of the form', { syncs: [failed('VALUE_MISSING')] }, 'startOver'],
  ['met a provider that was down', { syncs: [failed('PROVIDER_UNREACHABLE')] }, 'sync'],
  ['failed for a reason of an older version', { syncs: [failed('NO_SUCH_CODE')] }, 'sync'],
  ['has refused client credentials', { syncs: [failed('PROVIDER_REFUSES_REGISTRATION')] }, 'provider'],
  ['has a user without a register number', { syncs: [failed('USER_SIREN_MISSING')] }, 'user'],
  ['failed by a fault of ours', { syncs: [failed('ANSWER_CUT')] }, null],
])('the cure of a connection that %s is what its error says', (_name, given, cure) => {
  expect(why(given).cure).toBe(cure);
});

it('is judged by the last sync that failed', () => {
  const syncs = [failed('PERMISSION_NOT_GRANTED', { id: '1' }), failed('PROVIDER_UNREACHABLE', { id: '2' })];
  expect(why({ syncs }).cure).toBe('sync');
});

it('needs no other access when it was connected again since, and says so', () => {
  const syncs = [failed('GRANT_REVOKED', { status: 'AUTH_ERROR' })];
  expect(why({ syncs, connectedAt: time(9) })).toMatchObject({ key: 'CONNECTED_FAILING', cure: 'startOver' });
  expect(why({ syncs, connectedAt: time(11) })).toEqual({
    key: 'CONNECTED_AGAIN',
    error: null,
    cure: 'sync',
  });
  expect(why({ syncs: [failed('USER_SIREN_MISSING')], connectedAt: time(11) }).cure).toBe('user');
});

it('does not say that the user allowed again: a provider without authorization asks no user', () => {
  const syncs = [failed('CONNECTION_NOT_CONNECTED')];
  const { key } = why({ syncs, connectedAt: time(11) });
  expect(key).toBe('CONNECTED_AGAIN');
  expect(adminWords()(`connections.because.${key}`)).not.toMatch(/user|allow/i);
});

describe('a connection without records', () => {
  const nothing = syncOf({ status: 'SUCCESS', added: 0, updated: 0 });

  it.each<[string, Given, string]>([
    ['is empty when the provider was asked for everything and had nothing', {}, 'CONNECTED_EMPTY'],
    ['is not empty when there is a record', { count: 1 }, 'CONNECTED'],
    ['is not known to be empty while a type was never synchronized', { syncs: [nothing, null] }, 'CONNECTED'],
    ['is not said to be empty when its syncs found some', { syncs: [{ ...nothing, added: 3 }] }, 'CONNECTED'],
    ['nor when they changed some', { syncs: [{ ...nothing, updated: 1 }] }, 'CONNECTED'],
  ])('%s', (_name, given, key) => {
    expect(why({ syncs: [nothing, nothing], count: 0, ...given }).key).toBe(key);
  });
});

it('says what a sync waits for, and not that data is being read', () => {
  const running = syncOf({ status: 'QUEUED', activeKey: 'connection/LEGAL_NOTICE', errorCode: null });
  const waiting = { ...running, errorCode: 'RATE_LIMITED' };
  expect(why({ syncs: [running], count: 0 }).key).toBe('CONNECTED_RUNNING');
  const { key, error } = why({ syncs: [running, waiting] });
  expect(key).toBe('CONNECTED_WAITING');
  expect(error).toMatchObject({ short: 'Too many requests, says provider', by: 'nobody' });
  expect(error?.cure).toBe('It is tried again after a pause.');
});
