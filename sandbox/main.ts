import { readSettings } from './settings.ts';
import { startSandbox } from './start-sandbox.ts';

try {
  const sandbox = await startSandbox(readSettings(process.env));
  console.log(`Sandbox provider ready on ${sandbox.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(message.includes('EADDRINUSE') ? `${message}. Choose another SANDBOX_PORT.` : message);
  process.exitCode = 1;
}
