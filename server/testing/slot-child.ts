/** Holds a slot in a process of its own, as `limited.ts` asks for it. */
import { getRuntime } from '@/server/runtime/runtime.ts';
import { gateOf, limitedManifest } from './limited.ts';

const gate = gateOf(getRuntime(), limitedManifest({ concurrency: 1 }), 'child');
await gate.enter(new AbortController().signal);
process.send?.('holding');
