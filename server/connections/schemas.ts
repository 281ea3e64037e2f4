import { z } from 'zod';
import { dateTime, line, listOf, text, uuid } from '@/server/core/wire.ts';
import { statuses } from './status.ts';

const statusSchema = z.enum(statuses);

export const dataConnectionSchema = z
  .strictObject({
    id: uuid,
    user_id: uuid,
    provider_name: z.string(),
    requested_data_types: z.array(z.string()),
    granted_data_types: z.array(z.string()).nullable().meta({
      description:
        'Null before the first authorization; without the types the person left out at the provider.',
    }),
    skip_permissions: z.boolean(),
    purpose: z.string().nullable(),
    redirect_url: z.string().nullable().meta({
      description:
        'Send the user there. It is a secret. Null when no authorization is needed, or disconnected.',
    }),
    return_url: z.string().nullable(),
    status: statusSchema,
    connected_at: dateTime.nullable(),
    created_at: dateTime,
    disconnected_at: dateTime.nullable(),
  })
  .meta({
    id: 'DataConnection',
    example: {
      id: '0190b2f4-7d10-7c41-8a52-90c3d1e4f5a6',
      user_id: '0190b2f4-6c1e-7a30-9f3e-3d5f0c1a2b4c',
      provider_name: 'sandbox_openbanking',
      requested_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
      granted_data_types: null,
      skip_permissions: false,
      purpose: null,
      redirect_url: 'https://moorage.example.com/connect/…',
      return_url: 'https://app.example.com/done',
      status: 'AUTH_REQUIRED',
      connected_at: null,
      created_at: '2026-11-23T21:30:00Z',
      disconnected_at: null,
    },
  });
export type WireDataConnection = z.infer<typeof dataConnectionSchema>;

export const dataConnectionListSchema = listOf(dataConnectionSchema);

const requestedDataTypes = z
  .array(z.string().max(100))
  .min(1, 'must name one data type at least')
  .max(100)
  .superRefine((names, context) => {
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) {
        context.addIssue({ code: 'custom', path: [index], message: `${name} is there twice` });
      }
    });
  })
  .meta({ example: ['BANK_ACCOUNT', 'BANK_TRANSACTION'] });

export const createDataConnectionSchema = z
  .strictObject({
    provider_name: z.string().min(1).max(100).meta({ example: 'sandbox_openbanking' }),
    requested_data_types: requestedDataTypes,
    skip_permissions: z
      .boolean()
      .default(false)
      .meta({ description: 'Your own page has asked the user: go straight to the provider.' }),
    return_url: z.string().max(2_000).nullable().optional().meta({
      description:
        "Where the user comes back to; defaults to the user's. http(s), no user name, no fragment.",
    }),
    purpose: text(200)
      .nullable()
      .optional()
      .meta({ description: "Shown on the permission screen; defaults to the account's." }),
  })
  .meta({
    id: 'DataConnectionCreate',
    example: {
      provider_name: 'sandbox_openbanking',
      requested_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
      return_url: 'https://app.example.com/done',
    },
  });
export type CreateDataConnection = z.infer<typeof createDataConnectionSchema>;

export const patchDataConnectionSchema = z
  .strictObject({ status: statusSchema, requested_data_types: requestedDataTypes })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must have status, requested_data_types or both')
  .meta({ id: 'DataConnectionPatch', example: { status: 'DISCONNECTED' } });
export type PatchDataConnection = z.infer<typeof patchDataConnectionSchema>;

export const dataConnectionFilters = {
  status: statusSchema.optional(),
  provider_name: line(100).optional(),
};
