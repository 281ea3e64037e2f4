/** Every answer of ours carries these; a route sets its own Content-Security-Policy and Referrer-Policy. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
];

// Headers are fixed at build time and PUBLIC_URL is not known then: the proxy that ends TLS says https per request.
const behindTls = [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }];
const strictTransportSecurity = [{ key: 'Strict-Transport-Security', value: 'max-age=31536000' }];

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
  turbopack: { root: import.meta.dirname },
  headers: () => [
    { source: '/:path*', headers: securityHeaders },
    { source: '/:path*', has: behindTls, headers: strictTransportSecurity },
  ],
};

export default nextConfig;
