/**
 * One stream per browser (UX.md 2.5): over HTTP/1.1 a browser has six connections per host, all tabs together. The tab
 * that holds the lock has the stream and hands on what it hears; the others listen to it.
 */

export interface Hint {
  connections: string[];
  syncs: string[];
}

export interface LiveListener {
  onHint(hint: Hint): void;
  /** Something may have been missed. */
  onStale(): void;
  /** The stream is there; called again with every sign of life. */
  onAlive(): void;
}

type Message = { kind: 'ask' } | { kind: 'alive' } | { kind: 'stale' } | { kind: 'hint'; hint: Hint };

const lockName = 'moorage-live';
const retryMs = 5_000;

/** Listens until the function that comes back is called. */
export function listenLive(listener: LiveListener): () => void {
  const channel = new BroadcastChannel(lockName);
  const abort = new AbortController();
  const take = (message: Message) => {
    listener.onAlive();
    if (message.kind === 'hint') listener.onHint(message.hint);
    if (message.kind === 'stale') listener.onStale();
  };
  const tell = (message: Message) => {
    channel.postMessage(message);
    take(message);
  };
  let isHolder = false;
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'ask') take(data);
    else if (isHolder) channel.postMessage({ kind: 'alive' });
  };
  // A tab that comes later need not wait for the next sign of life.
  channel.postMessage({ kind: 'ask' });
  navigator.locks
    .request(lockName, { signal: abort.signal }, () =>
      holdStream((message) => {
        isHolder = true;
        tell(message);
      }, abort.signal),
    )
    .catch(() => undefined);
  return () => {
    abort.abort();
    channel.close();
  };
}

/** Resolves when `signal` ends it. The browser opens a stream that broke off again by itself, but not one refused. */
function holdStream(tell: (message: Message) => void, signal: AbortSignal): Promise<void> {
  // Ended while it waited for its turn.
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource('/admin/stream');
      source.addEventListener('hello', ({ data }) => {
        tell({ kind: JSON.parse(data).stale ? 'stale' : 'alive' });
      });
      source.addEventListener('beat', () => tell({ kind: 'alive' }));
      source.addEventListener('hint', ({ data }) => tell({ kind: 'hint', hint: JSON.parse(data) }));
      source.onerror = () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        timer = setTimeout(open, retryMs);
      };
    };
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      source?.close();
      resolve();
    });
    open();
  });
}
