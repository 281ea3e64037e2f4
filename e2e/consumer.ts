import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * The consumer's own site, on plain http and another origin than ours. It keeps each visit, and shows any address in
 * a frame for those who want to look at us that way.
 */
export interface Consumer {
  origin: string;
  returnUrl: string;
  close(): Promise<void>;
}

export async function startConsumer(): Promise<Consumer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://consumer');
    const framed = url.searchParams.get('frame');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      framed === null
        ? '<!doctype html><title>Fidu</title><h1>Welcome back at Fidu</h1>'
        : `<!doctype html><title>Fidu</title><iframe src="${framed.replaceAll('"', '%22')}"></iframe>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The consumer has no port');
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    // A query of its own, with a `status` that the flow has to replace.
    returnUrl: `${origin}/back?loan=4821&status=old`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
