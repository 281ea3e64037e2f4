import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient, type HttpClient } from '@/server/http-client/index.ts';

export interface ReceivedRequest {
  method: string | undefined;
  /** Path and query. */
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface LocalProvider {
  origin: string;
  /** The guarded client, open for this origin. */
  http: HttpClient;
  received: ReceivedRequest[];
  /** What the next requests are answered with. */
  answer: RequestListener;
  close: () => Promise<void>;
}

/** A real server on loopback that notes what it receives and answers as a test says. */
export async function startLocalProvider(timeoutMs = 2_000): Promise<LocalProvider> {
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    provider.received.push({ method, url, headers, body: await bodyOf(request) });
    provider.answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createHttpClient({ allowedOrigins: [origin], timeoutMs });
  const provider: LocalProvider = {
    origin,
    http,
    received: [],
    answer: (_, response) => response.end('{}'),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await http.close();
    },
  };
  return provider;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = await request.toArray();
  return Buffer.concat(chunks).toString();
}

/** Answers with this status and body: JSON, unless it is a text already. */
export function answerWith(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): RequestListener {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (_, response) => response.writeHead(status, headers).end(text);
}
