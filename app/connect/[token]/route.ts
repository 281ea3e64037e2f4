import { methodNotAllowedPage } from '@/app/connect/method-not-allowed.ts';
import { respond } from '@/app/connect/respond.ts';
import { isOwnForm } from '@/app/connect/same-site.ts';
import { bareScreen, decide, type FormFields, type LinkStep, openLink } from '@/server/connect/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { readBody } from '@/server/http/read-body.ts';

interface Params {
  params: Promise<{ token: string }>;
}

const steps = ['inputs', 'review', 'changed', 'done', 'cancelled'] as const;
const maxFormBytes = 64 * 1024;

/** CONTRACT section 5.1: the link. HEAD, prefetches and bots see it and change nothing. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params;
  const { searchParams } = new URL(request.url);
  const step: LinkStep = steps.find((name) => name === searchParams.get('step')) ?? null;
  return respond(pageOf(request, token), (runtime, visit) => openLink(runtime, token, step, visit));
}

export { GET as HEAD };

/** CONTRACT section 5.2: Allow, Cancel and the other buttons. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params;
  return respond(pageOf(request, token), async (runtime, visit) => {
    if (!isOwnForm(runtime, request)) return bareScreen(403, { kind: 'lost_thread', frame: null });
    const fields = await readForm(request);
    return typeof fields === 'number'
      ? bareScreen(fields, { kind: 'lost_thread', frame: null })
      : decide(runtime, token, fields, visit);
  });
}

export { methodNotAllowedPage as DELETE, methodNotAllowedPage as PATCH, methodNotAllowedPage as PUT };

function pageOf(request: Request, token: string) {
  return {
    request,
    path: '/connect/{token}',
    ownPath: `/connect/${encodeURIComponent(token)}`,
    referrerPolicy: 'same-origin' as const,
  };
}

/** The HTTP status for what is no form of ours: 400 for another encoding or a field twice, 413 for too much. */
async function readForm(request: Request): Promise<FormFields | 400 | 413> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return 400;
  try {
    const form = new URLSearchParams((await readBody(request, maxFormBytes)).toString('utf8'));
    const names = [...form.keys()];
    return new Set(names).size === names.length ? Object.fromEntries(form) : 400;
  } catch (error) {
    if (error instanceof AppError && error.code === 'BODY_TOO_LARGE') return 413;
    throw error;
  }
}
