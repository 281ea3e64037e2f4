/** Next calls this once, before the first request: the background work of the server lives in its process. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startServer } = await import('@/server/lifecycle/start-server.ts');
  startServer();
}
