import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project.js';

/** Reads `.env` of the project root, as Next does for the server: variables that are set already win. */
export function loadEnvFile() {
  const file = path.join(projectRoot, '.env');
  // Before Node 20.12 there is no such function: Node 24 reads the file then, only our own look at PORT misses it.
  if (existsSync(file)) process.loadEnvFile?.(file);
}
