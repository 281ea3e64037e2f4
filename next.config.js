import { securityHeaders } from './scripts/security-headers.js';

/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  agentRules: false,
  // `npm start` waits for this build and `npm test` checks the types of the same tree in a step of its own.
  typescript: { ignoreBuildErrors: true },
  // Native code and modules that find their own files or keep state per process stay out of the bundle.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-better-sqlite3',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@prisma/schema-engine-wasm',
    'better-sqlite3',
    'pino',
  ],
  // Nothing here uses it, and it would fetch and resize on anybody's request.
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
  headers: () => [
    { source: '/:path*', headers: securityHeaders },
    // The one page of ours that stands in a frame, of our own pages only: proxy.ts has the policy.
    { source: '/admin/settings/preview', headers: [{ key: 'X-Frame-Options', value: 'SAMEORIGIN' }] },
  ],
};

export default nextConfig;
