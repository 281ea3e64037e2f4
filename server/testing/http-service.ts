import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to a local server that plays a provider. */
export interface ServiceRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface ServiceAnswer {
  status: number;
  headers?: Record<string, string>;
  /** JSON, unless it is a text already. */
  body?: unknown;
}

export interface HttpService {
  url: string;
  received: ServiceRequest[];
  /** The next requests whose path begins like this get these answers instead; `drop`: the connection breaks. */
  failNext(path: string, ...answers: (ServiceAnswer | 'drop' | 'drop_after')[]): void;
  close(): Promise<void>;
}

/**
 * A real server on loopback. `drop_after` lets the service do its work and loses the answer; the other faults are answered
 * before the service hears of the request.
 */
export async function startHttpService(
  answer: (request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer>,
): Promise<HttpService> {
  const faults: { path: string; answer: ServiceAnswer | 'drop' | 'drop_after' }[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming, service.url);
    service.received.push(request);
    const index = faults.findIndex(({ path }) => request.url.pathname.startsWith(path));
    const [fault] = index === -1 ? [] : faults.splice(index, 1);
    if (fault?.answer === 'drop') incoming.socket.resetAndDestroy();
    else if (fault?.answer === 'drop_after') {
      await answer(request);
      incoming.socket.resetAndDestroy();
    } else send(response, fault?.answer ?? (await answer(request)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: HttpService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    failNext: (path, ...answers) => {
      faults.push(...answers.map((one) => ({ path, answer: one })));
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return service;
}

async function read(incoming: IncomingMessage, origin: string): Promise<ServiceRequest> {
  const chunks: Buffer[] = await incoming.toArray();
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', origin),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function send(response: ServerResponse, { status, headers = {}, body }: ServiceAnswer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
}
