import { toWireTime } from '@/server/core/clock.ts';
import type { User } from '@/server/db/models.ts';
import type { WireUser } from './schemas.ts';

export function serializeUser(row: User): WireUser {
  const common = {
    id: row.id,
    name: row.name,
    country: row.country,
    group: row.group,
    return_url: row.returnUrl,
    created_at: toWireTime(row.createdAt),
  };
  if (row.type === 'LEGAL') {
    return { type: 'LEGAL', ...common, siren: row.siren, postal_code: row.postalCode, ape_code: row.apeCode };
  }
  return {
    type: 'NATURAL',
    ...common,
    first_name: row.firstName ?? '',
    last_name: row.lastName ?? '',
    birth_date: row.birthDate,
  };
}
