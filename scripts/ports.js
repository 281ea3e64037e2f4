import { createServer } from 'node:net';
import { SetupError } from './project.js';

/** Refuses to go on when somebody listens on the port: found out before minutes of work, and by its setting's name. */
export async function requireFreePort(port, setting) {
  const error = await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(port, () => probe.close(() => resolve(null)));
  });
  if (error === null) return;
  const reason =
    error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.code})`;
  throw new SetupError(
    `Port ${port} ${reason}. Stop that program, or choose another port: ${setting}=${port + 10}`,
  );
}
