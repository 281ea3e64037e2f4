import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';
import { serializeProvider, setSettings } from '@/server/provider-settings/index.ts';
import { providerSchema, settingsSchema } from '@/server/provider-settings/schemas.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute(
  '/providers/{providerName}/settings',
  {
    PUT: operation({
      operationId: 'putProviderSettings',
      summary: 'Change settings of a provider',
      description:
        'Names and types are in `settings` of the provider. Settings that are left out keep their value.',
      tag: 'Providers',
      scope: 'WRITE',
      body: settingsSchema,
      success: { status: 200, description: 'The provider as it is now.', result: providerSchema },
      errors: ['PROVIDER_NOT_FOUND', 'VALIDATION_FAILED'],
      handle: async (ctx, { params, body }) =>
        serializeProvider(ctx, await setSettings(ctx, param(params, 'providerName'), body)),
    }),
  },
);
