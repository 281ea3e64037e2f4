// Generates both Prisma clients. The Postgres schema is the SQLite one with two lines replaced.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** @param {string} sqliteSchema */
export function toPostgresSchema(sqliteSchema) {
  const schema = sqliteSchema
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('"../generated/sqlite"', '"./postgres"');
  if (schema.includes('sqlite"'))
    throw new Error('prisma/schema.prisma: the lines to replace were not found');
  return schema;
}

function generate(schemaPath) {
  execFileSync(process.execPath, [path.join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
    cwd: root,
    env: { ...process.env, MOORAGE_PRISMA_SCHEMA: schemaPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    stdio: 'inherit',
  });
}

if (process.argv[1] === import.meta.filename) {
  const schema = readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8');
  mkdirSync(path.join(root, 'generated'), { recursive: true });
  writeFileSync(path.join(root, 'generated/schema.postgres.prisma'), toPostgresSchema(schema));
  generate('prisma/schema.prisma');
  generate('generated/schema.postgres.prisma');
}
