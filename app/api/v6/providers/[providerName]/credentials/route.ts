import { operation } from '@/server/http/operation.ts';
import { param } from '@/server/http/param.ts';
import { apiRoute } from '@/server/http/route.ts';
import { serializeProvider, setCredentials } from '@/server/provider-settings/index.ts';
import { credentialsSchema, providerSchema } from '@/server/provider-settings/schemas.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute(
  '/providers/{providerName}/credentials',
  {
    PUT: operation({
      operationId: 'putProviderCredentials',
      summary: 'Set your own credentials at a provider',
      description:
        'Write-only: they are stored encrypted and never read back. Every name of `credentials_config` at once.',
      tag: 'Providers',
      scope: 'WRITE',
      body: credentialsSchema,
      success: { status: 200, description: 'The provider as it is now.', result: providerSchema },
      errors: ['PROVIDER_NOT_FOUND', 'VALIDATION_FAILED'],
      handle: async (ctx, { params, body }) =>
        serializeProvider(ctx, await setCredentials(ctx, param(params, 'providerName'), body.credentials)),
    }),
  },
);
