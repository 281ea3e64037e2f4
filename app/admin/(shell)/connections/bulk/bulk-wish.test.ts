import { describe, expect, it } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import { readBulkWish } from './bulk-wish.ts';

const now = new Date('2026-11-26T12:00:00Z');
const read = (query: Record<string, string>, ticked: string[] = []) => readBulkWish(query, ticked, now);

describe('what is asked for in bulk', () => {
  it('is the ticked rows, each once, and nothing that is no id', () => {
    const [one, two] = [newId(), newId()];
    expect(read({ action: 'sync', status: 'CONNECTED' }, [one, two, one, 'x', ''])).toMatchObject({
      selection: { of: 'ids', connectionIds: [one, two] },
      fields: { action: 'sync', ids: `${one} ${two}` },
      shownFilter: { selected: '2' },
      backHref: '/admin/connections?status=CONNECTED',
    });
  });

  it('is all of the filter when that is chosen, rows ticked or not', () => {
    const wish = read({ action: 'disconnect', scope: 'filter', status: 'AUTH_ERROR', age: '7d' }, [newId()]);
    expect(wish?.selection).toMatchObject({
      of: 'connections',
      filter: { statuses: ['AUTH_ERROR'], createdFrom: new Date('2026-11-19T12:00:00Z') },
    });
    expect(wish?.shownFilter).toEqual({ status: 'AUTH_ERROR', age: '7d' });
  });

  it('shows nobody later what was searched for', () => {
    const wish = read({ action: 'sync', scope: 'filter', q: 'Marnie', group: 'pilots' });
    expect(wish?.selection).toMatchObject({ filter: { search: 'Marnie', group: 'pilots' } });
    expect(wish?.shownFilter).toEqual({ q: '…', group: 'pilots' });
  });

  it('of syncs is their filter', () => {
    expect(read({ action: 'retry', provider: 'qonto', q: 'x' })).toMatchObject({
      selection: { of: 'syncs', filter: { providerName: 'qonto' } },
      shownFilter: { provider: 'qonto' },
      backHref: '/admin/syncs?provider=qonto',
    });
  });

  it('is nothing when nothing was ticked, and no wish when nobody can have sent it', () => {
    expect(read({ action: 'disconnect' })?.selection).toBeNull();
    expect(read({ action: 'disconnect', scope: 'everything' })?.selection).toBeNull();
    expect(read({ action: 'delete', scope: 'filter' })).toBeNull();
    expect(read({})).toBeNull();
  });

  it('comes back the same from the form that asks', () => {
    const asked = read({
      action: 'disconnect',
      scope: 'filter',
      q: 'a',
      status: 'CONNECTED',
      sort: 'changed',
    });
    expect(read(asked?.fields ?? {})).toMatchObject({ selection: asked?.selection, fields: asked?.fields });
    const ticked = read({ action: 'links' }, [newId(), newId()]);
    expect(read(ticked?.fields ?? {}, ticked?.fields.ids?.split(' '))?.selection).toEqual(ticked?.selection);
  });
});
