import { methodNotAllowedPage } from '@/app/connect/method-not-allowed.ts';
import { respond } from '@/app/connect/respond.ts';
import { bareScreen, type ConnectAnswer, completeCallback, isPrefetch } from '@/server/connect/index.ts';

interface Params {
  params: Promise<{ providerName: string }>;
}

/** CONTRACT section 5.4: the redirect back from a provider. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { providerName } = await params;
  return respond(pageOf(request, providerName), (runtime, visit) =>
    // A prefetch or a preview must not spend the code.
    isPrefetch(request) ? harmless() : completeCallback(runtime, providerName, new URL(request.url), visit),
  );
}

/** Link previews and scanners: `code` and `state` stay unused. */
export async function HEAD(request: Request, { params }: Params): Promise<Response> {
  const { providerName } = await params;
  return respond(pageOf(request, providerName), harmless);
}

async function harmless(): Promise<ConnectAnswer> {
  return bareScreen(400, { kind: 'lost_thread', frame: null });
}

export {
  methodNotAllowedPage as DELETE,
  methodNotAllowedPage as PATCH,
  methodNotAllowedPage as POST,
  methodNotAllowedPage as PUT,
};

function pageOf(request: Request, providerName: string) {
  return {
    request,
    path: '/connect/callback/{provider_name}',
    ownPath: `/connect/callback/${encodeURIComponent(providerName)}`,
    referrerPolicy: 'no-referrer' as const,
  };
}
