import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project.js';

/**
 * One hash over names and contents of files and whole folders (paths from the project root).
 * What does not exist counts as absent; files that `ignore` matches do not count.
 */
export function contentHash(paths, ignore = /$^/) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesUnder).sort()) {
    if (!ignore.test(file)) hash.update(`${file}\0`).update(readFileSync(path.join(projectRoot, file)));
  }
  return hash.digest('hex');
}

function filesUnder(relativePath) {
  const stats = statSync(path.join(projectRoot, relativePath), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [relativePath];
  return readdirSync(path.join(projectRoot, relativePath)).flatMap((name) =>
    filesUnder(path.posix.join(relativePath, name)),
  );
}
