import { z } from 'zod';
import { shortPageQuery } from '@/server/core/wire.ts';
import { toPageRequest, toWirePage } from '@/server/db/wire-page.ts';
import { operation } from '@/server/http/operation.ts';
import { apiRoute } from '@/server/http/route.ts';
import { listProviders, serializeProvider } from '@/server/provider-settings/index.ts';
import { providerListSchema } from '@/server/provider-settings/schemas.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/providers', {
  GET: operation({
    operationId: 'listProviders',
    summary: 'List the providers of the catalogue',
    tag: 'Providers',
    scope: 'READ',
    query: z.strictObject(shortPageQuery),
    success: { status: 200, description: 'Providers by name.', result: providerListSchema },
    errors: ['VALIDATION_FAILED'],
    handle: async (ctx, { query }) =>
      toWirePage(await listProviders(ctx, toPageRequest(query)), (provider) =>
        serializeProvider(ctx, provider),
      ),
  }),
});
