import type { Server } from 'node:http';

const ATTEMPTS = 5;

/**
 * Opens one server per address, all on the same port. An address family that the machine lacks is left out, as long as
 * the first address works. With port 0 the port is the one that the first address was given.
 */
export async function listen(
  port: number,
  addresses: string[],
  create: () => Server,
): Promise<{ servers: Server[]; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const servers: Server[] = [];
    try {
      for (const address of addresses) {
        const server = await listenOn(create(), portOf(servers) ?? port, address, servers.length > 0);
        if (server) servers.push(server);
      }
      return { servers, port: portOf(servers) ?? port };
    } catch (error) {
      await closeServers(servers);
      // The free port of one address family can be taken in the other.
      if (port !== 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Closes them with every open connection. */
export async function closeServers(servers: Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}

function portOf([first]: Server[]): number | undefined {
  const address = first?.address();
  return typeof address === 'object' && address ? address.port : undefined;
}

function listenOn(server: Server, port: number, host: string, mayLack: boolean): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isLacking = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
      if (mayLack && isLacking) resolve(null);
      else reject(error);
    });
    server.listen({ port, host, ipv6Only: host.includes(':') }, () => resolve(server));
  });
}
