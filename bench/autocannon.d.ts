/** What the benchmark uses of autocannon 9, which ships no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  export interface LoadRequest {
    method: 'GET' | 'POST';
    path: string;
    headers: Record<string, string>;
    body?: string;
  }

  export interface Client extends EventEmitter {
    setRequests(requests: LoadRequest[]): void;
  }

  export interface Options {
    url: string;
    connections: number;
    /** Seconds. */
    duration?: number;
    /** Ends after so many requests, whatever the duration. */
    amount?: number;
    requests: LoadRequest[];
    setupClient?: (client: Client) => void;
  }

  export interface Result {
    /** Connections that failed; requests that took longer than the time limit. */
    errors: number;
    timeouts: number;
    non2xx: number;
    '2xx': number;
  }

  export interface Run extends EventEmitter, PromiseLike<Result> {
    on(
      event: 'response',
      listener: (client: Client, status: number, bytes: number, ms: number) => void,
    ): this;
  }

  // biome-ignore lint/style/noDefaultExport: it is the package's.
  export default function autocannon(options: Options): Run;
}
