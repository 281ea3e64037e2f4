/** `npm run db:migration <name>`: writes the SQL from the last migrated schema to the present one, for both databases. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { diffSchemas } from '@/server/db/migrate.ts';
import { startPostgres } from '@/server/testing/postgres.ts';
import { toPostgresSchema } from './generate-clients.js';

const name = process.argv[2];
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Give the migration a name in snake_case: npm run db:migration add_webhooks');
  process.exit(1);
}

const schemaPath = 'prisma/schema.prisma';
const migratedPath = 'prisma/migrations/schema.prisma';
const schema = readFileSync(schemaPath, 'utf8');
const migrated = existsSync(migratedPath) ? readFileSync(migratedPath, 'utf8') : null;
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);

// The schema engine writes the dialect of a database it can ask.
const postgres = await startPostgres();
const sql = {
  sqlite: await diffSchemas(migrated, schema, 'file::memory:'),
  postgres: await diffSchemas(migrated && toPostgresSchema(migrated), toPostgresSchema(schema), postgres.url),
};
await postgres.stop();
if (!/\b(CREATE|ALTER|DROP)\b/.test(sql.sqlite + sql.postgres)) {
  console.log(`${schemaPath} has no change since the last migration.`);
  process.exit(0);
}
for (const [kind, script] of Object.entries(sql)) {
  const folder = path.join('prisma/migrations', kind, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'migration.sql'), script);
  console.log(`✓ ${folder}/migration.sql`);
}
writeFileSync(migratedPath, schema);
console.log('Read both files before you commit them: a renamed column shows as one dropped and one added.');
