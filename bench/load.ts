import autocannon, { type LoadRequest } from 'autocannon';

/** As many as a small deployment's clients keep open at once; every one is kept alive and reused. */
export const connections = 16;

export interface Load {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** The same request again and again for `seconds`. Throws when any answer was not 2xx. */
export async function loadFor(url: string, request: LoadRequest, seconds: number): Promise<Load> {
  return measure({ url, connections, duration: seconds, requests: [request] });
}

/** Each request once, spread over the connections. Throws when any answer was not 2xx. */
export async function loadOnce(url: string, requests: LoadRequest[]): Promise<Load> {
  const perClient = Math.floor(requests.length / connections);
  let next = 0;
  return measure({
    url,
    connections,
    amount: perClient * connections,
    requests: requests.slice(0, 1),
    setupClient: (client) => {
      client.setRequests(requests.slice(next, next + perClient));
      next += perClient;
    },
  });
}

async function measure(options: Parameters<typeof autocannon>[0]): Promise<Load> {
  const latencies: number[] = [];
  const started = performance.now();
  const run = autocannon(options);
  run.on('response', (_client, _status, _bytes, ms) => latencies.push(ms));
  const result = await run;
  const seconds = (performance.now() - started) / 1_000;
  const bad = result.non2xx + result.errors + result.timeouts;
  const [request] = options.requests;
  if (bad > 0 || latencies.length === 0) {
    throw new Error(
      `${request?.method} ${request?.path}: ${result.non2xx} answers were not 2xx, ${result.errors} errors, ` +
        `${result.timeouts} timeouts, ${latencies.length} answers; nothing was measured.`,
    );
  }
  latencies.sort((a, b) => a - b);
  return {
    requestsPerSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
