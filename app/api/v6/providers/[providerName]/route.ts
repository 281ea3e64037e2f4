import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';
import { enableProvider, getAccountProvider, serializeProvider } from '@/server/provider-settings/index.ts';
import { enableProviderSchema, providerSchema } from '@/server/provider-settings/schemas.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/providers/{providerName}', {
  GET: operation({
    operationId: 'getProvider',
    summary: 'Read a provider',
    tag: 'Providers',
    scope: 'READ',
    success: { status: 200, description: 'The provider.', result: providerSchema },
    errors: ['PROVIDER_NOT_FOUND'],
    handle: async (ctx, { params }) =>
      serializeProvider(ctx, await getAccountProvider(ctx, param(params, 'providerName'))),
  }),
  PUT: operation({
    operationId: 'enableProvider',
    summary: 'Enable or disable a provider',
    tag: 'Providers',
    scope: 'WRITE',
    body: enableProviderSchema,
    success: { status: 200, description: 'The provider as it is now.', result: providerSchema },
    errors: ['PROVIDER_NOT_FOUND', 'PROVIDER_NOT_AVAILABLE', 'CREDENTIALS_REQUIRED', 'VALIDATION_FAILED'],
    handle: async (ctx, { params, body }) =>
      serializeProvider(ctx, await enableProvider(ctx, param(params, 'providerName'), body.enable)),
  }),
});
