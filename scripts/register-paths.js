/**
 * Teaches plain Node the `@/x` imports of tsconfig.json: `node --import ./scripts/register-paths.js file.ts`.
 * Synchronous hooks on purpose: they also reach `require()` and need no second thread.
 */
import { registerHooks } from 'node:module';

const projectRoot = new URL('../', import.meta.url);

registerHooks({
  resolve(specifier, context, nextResolve) {
    return nextResolve(
      specifier.startsWith('@/') ? new URL(specifier.slice(2), projectRoot).href : specifier,
      context,
    );
  },
});
