import { defineConfig } from 'prisma/config';

// `prisma generate` would try to download a schema engine it does not need (DESIGN section 2).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: process.env.MOORAGE_PRISMA_SCHEMA ?? 'prisma/schema.prisma',
});
