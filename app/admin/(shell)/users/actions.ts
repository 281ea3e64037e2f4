'use server';

import { z } from 'zod';
import { adminAction } from '@/app/admin/admin-action.ts';
import { adminWords } from '@/app/admin/words.ts';
import { createConnection, getUser } from '@/server/connections/index.ts';
import { createDataConnectionSchema } from '@/server/connections/schemas.ts';
import { uuid } from '@/server/core/wire.ts';
import { createLegalUser, createNaturalUser, deleteUser } from '@/server/users/index.ts';
import { createLegalUserSchema, createNaturalUserSchema } from '@/server/users/schemas.ts';

/** An empty field of a form says nothing: the default of the API holds. */
function blank<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema);
}

const legal = createLegalUserSchema.shape;
const natural = createNaturalUserSchema.shape;

export const createLegalUserAction = adminAction({
  name: 'user.create',
  input: z.object({
    name: legal.name,
    siren: blank(legal.siren),
    postal_code: blank(legal.postal_code),
    ape_code: blank(legal.ape_code),
    country: blank(legal.country),
    group: blank(legal.group),
    return_url: blank(legal.return_url),
  }),
  async run(ctx, input) {
    const { id, name } = await createLegalUser(ctx, input);
    return {
      audit: { object: { type: 'user', id, label: name }, after: { type: 'LEGAL', group: input.group } },
      goTo: `/admin/users/${id}`,
    };
  },
});

export const createNaturalUserAction = adminAction({
  name: 'user.create',
  input: z.object({
    first_name: natural.first_name,
    last_name: natural.last_name,
    birth_date: blank(natural.birth_date),
    country: blank(natural.country),
    group: blank(natural.group),
    return_url: blank(natural.return_url),
  }),
  async run(ctx, input) {
    const { id, name } = await createNaturalUser(ctx, input);
    return {
      audit: { object: { type: 'user', id, label: name }, after: { type: 'NATURAL', group: input.group } },
      goTo: `/admin/users/${id}`,
    };
  },
});

export const deleteUserAction = adminAction({
  name: 'user.delete',
  input: z.object({ user_id: uuid }),
  async run(ctx, { user_id: userId }) {
    const { id, type, group } = await getUser(ctx, userId);
    await deleteUser(ctx, id);
    return {
      // What is erased must not live on in the log (CONTRACT section 4): the id, no name.
      audit: { object: { type: 'user', id, label: id }, before: { type, group } },
      goTo: '/admin/users',
    };
  },
});

const connection = createDataConnectionSchema.shape;

export const createConnectionAction = adminAction({
  name: 'connection.create',
  input: z.object({
    user_id: uuid,
    provider_name: connection.provider_name,
    // One box that is ticked is a text, several are a list, none is nothing.
    requested_data_types: z.preprocess(
      (value) => (value === undefined ? [] : [value].flat()),
      connection.requested_data_types,
    ),
    skip_permissions: z.preprocess((value) => value === 'on', z.boolean()),
    purpose: blank(connection.purpose),
  }),
  async run(ctx, { user_id: userId, ...input }) {
    const row = await createConnection(ctx, userId, input);
    return {
      audit: {
        object: { type: 'connection', id: row.id, label: input.provider_name },
        after: { user_id: userId, requested_data_types: input.requested_data_types, status: row.status },
      },
      message: adminWords()('users.connect.createdToast'),
      goTo: `/admin/connections/${row.id}`,
    };
  },
});
