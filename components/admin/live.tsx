'use client';

import { usePathname, useRouter } from 'next/navigation';
import { startTransition, useEffect, useRef, useState, useTransition } from 'react';
import { Pending } from '@/components/ui/pending.tsx';
import { isAboutAll, isMoving, isSafeToRefresh, judgeHint } from './live-page.ts';
import { type Hint, listenLive } from './live-source.ts';

type State = 'starting' | 'live' | 'polling' | 'paused';

export interface LiveWords {
  states: Record<State, string>;
  /** Of the button that brings waiting changes in. */
  show: string;
}

/** No sign of life for this long: the stream is not there. */
const aliveMs = 35_000;
const firstMs = 5_000;
const pollMs = 10_000;
const longestPollMs = 60_000;
/** Nobody touches the page: it must not keep the session alive. */
const idleMs = 10 * 60_000;
const hiddenMs = 60_000;
const tickMs = 1_000;
/**
 * Between two looks at the server. A page about everything may change all the time: it is looked at less and less often
 * then, so that many who leave it open do not keep the server busy.
 */
const gapMs = 1_500;
const longestGapMs = 30_000;

/** Keeps the page up to date, and says how in a small dot. Changes that would move what is read wait for a press. */
export function Live({ words }: { words: LiveWords }) {
  const router = useRouter();
  const path = usePathname();
  const [state, setState] = useState<State>('starting');
  const [waiting, setWaiting] = useState(0);
  const [isShowing, startShowing] = useTransition();
  const refreshNow = useRef<() => void>(() => undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has nothing waiting.
  useEffect(() => setWaiting(0), [path]);

  useEffect(() => {
    const startedAt = Date.now();
    const at = { alive: 0, input: startedAt, hidden: 0, refreshed: 0, polled: startedAt };
    let isWanted = false;
    let pause = pollMs;
    let gap = gapMs;
    let stop: (() => void) | null = null;

    const onHint = (hint: Hint) => {
      const { isShown, isNew } = judgeHint(hint);
      if (isShown) isWanted = true;
      if (isNew) setWaiting((count) => count + hint.connections.length + hint.syncs.length);
    };
    const listen = () => {
      stop ??= listenLive({
        onHint,
        onStale: () => {
          isWanted = true;
        },
        onAlive: () => {
          at.alive = Date.now();
          setState('live');
        },
      });
    };
    const refresh = () => {
      const isBusy = isAboutAll() && Date.now() - at.refreshed < 2 * gap;
      gap = isBusy ? Math.min(longestGapMs, gap * 1.5) : gapMs;
      at.refreshed = Date.now();
      isWanted = false;
      startTransition(() => router.refresh());
    };
    refreshNow.current = refresh;

    const tick = () => {
      const now = Date.now();
      const isHidden = document.hidden && now - at.hidden > hiddenMs;
      if (isHidden || now - at.input > idleMs) {
        stop?.();
        stop = null;
        setState('paused');
        return;
      }
      listen();
      const isAlive = now - at.alive < aliveMs;
      if (isAlive) pause = pollMs;
      else if (now - startedAt > firstMs && now - at.polled > pause) {
        at.polled = now;
        pause = Math.min(longestPollMs, pause * 1.25);
        isWanted = true;
      }
      if (isMoving()) isWanted = true;
      setState(isAlive ? 'live' : now - startedAt > firstMs ? 'polling' : 'starting');
      if (isWanted && now - at.refreshed > gap && isSafeToRefresh(isAlive)) refresh();
    };
    const onInput = () => {
      // What happened meanwhile is not known.
      if (Date.now() - at.input > idleMs) isWanted = true;
      at.input = Date.now();
    };
    const onVisibility = () => {
      if (document.hidden) {
        at.hidden = Date.now();
        return;
      }
      if (stop === null) isWanted = true;
      onInput();
    };
    const timer = setInterval(tick, tickMs);
    listen();
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pointerdown', onInput);
    window.addEventListener('keydown', onInput);
    return () => {
      clearInterval(timer);
      stop?.();
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pointerdown', onInput);
      window.removeEventListener('keydown', onInput);
    };
  }, [router]);

  return (
    <>
      <span className="live" data-state={state} title={words.states[state]}>
        <span className="live-dot" />
        {words.states[state]}
      </span>
      {waiting === 0 ? null : (
        <button
          className="live-pill"
          onClick={() => {
            window.scrollTo({ top: 0 });
            startShowing(() => {
              refreshNow.current();
              setWaiting(0);
            });
          }}
          type="button"
        >
          {words.show}
          <Pending isPending={isShowing} />
        </button>
      )}
    </>
  );
}
