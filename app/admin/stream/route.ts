import { findChosenAccount, findCurrentSession } from '@/app/admin/session.ts';
import { findSession } from '@/server/admins/index.ts';
import { plainAnswer } from '@/server/http/plain-answer.ts';
import { subscribe } from '@/server/live/index.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

const heartbeatMs = 15_000;

/**
 * What changes, as server-sent events that hold ids alone (UX.md 2.5): pages ask again for what they show. The session is
 * looked at with every heartbeat; a stream does not outlive it, and does not keep it alive.
 */
export async function GET(request: Request): Promise<Response> {
  const session = await findCurrentSession();
  if (session === null) return plainAnswer(null, 401);
  const account = await findChosenAccount();
  const isResumed = request.headers.has('last-event-id');
  return plainAnswer(toStream(session.id, account.id, isResumed, request.signal), 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    // Proxies must hand on every line at once.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
}

function toStream(
  sessionId: string,
  accountId: string,
  isResumed: boolean,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const runtime = getRuntime();
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let isOver = false;
      const send = (event: string, data: unknown) => {
        if (isOver) return;
        // The number tells a browser that comes back that it missed something.
        const id = runtime.clock.now().getTime();
        controller.enqueue(encoder.encode(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      const unsubscribe = subscribe(runtime, accountId, (hint) => send('hint', hint));
      const heartbeat = setInterval(() => {
        findSession(runtime, sessionId, { isActivity: false }).then(
          (admin) => (admin === null ? end() : send('beat', null)),
          // A database that is away for a moment ends no session.
          () => send('beat', null),
        );
      }, heartbeatMs);
      end = () => {
        if (isOver) return;
        isOver = true;
        clearInterval(heartbeat);
        unsubscribe();
        controller.close();
      };
      signal.addEventListener('abort', () => end());
      send('hello', { stale: isResumed });
    },
    cancel: () => end(),
  });
}
