import { expect, it } from 'vitest';
import type { CpuProfile } from './cpu-profile.ts';
import { whereTimeGoes } from './where-time-goes.ts';

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url, lineNumber: 0, columnNumber: 0 },
  children,
});

const profile: CpuProfile = {
  nodes: [
    node(1, '(root)', '', [2, 3, 4, 7]),
    node(2, '(idle)', ''),
    node(3, '(garbage collector)', ''),
    node(4, 'handle', 'server/http/route.ts', [5]),
    node(5, 'queryRaw', 'node_modules/@prisma/adapter-better-sqlite3/dist/index.mjs', [6]),
    node(6, 'all', ''),
    node(7, 'toString', 'node_modules/next/dist/server/base-server.js'),
  ],
  samples: [2, 3, 4, 5, 6, 7],
  timeDeltas: [900, 10, 20, 30, 20, 20],
};

it('adds self time up by area, gives native functions to their caller and leaves idle time out', () => {
  expect(whereTimeGoes(profile, ({ url }) => url)).toEqual([
    ['sqlite', 0.5],
    ['moorage', 0.2],
    ['next', 0.2],
    ['garbage collection', 0.1],
  ]);
});
