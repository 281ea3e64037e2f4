import { headers } from 'next/headers';
import { cache } from 'react';
import type { Visit } from '@/server/admins/index.ts';
import { newId } from '@/server/core/ids.ts';

/**
 * Who asks, in what request. The last address is what the nearest proxy saw, or the connection itself when there is
 * none; those before it are what the caller says.
 */
export const readVisit = cache(async (): Promise<Visit> => {
  const forwarded = (await headers()).get('x-forwarded-for');
  const nearest = forwarded?.split(',').at(-1)?.trim().slice(0, 100);
  // An IPv4 address in the form a socket for both gives it: one person, one spelling.
  return { address: nearest?.replace(/^::ffff:(?=\d+\.)/, '') ?? null, requestId: newId() };
});
