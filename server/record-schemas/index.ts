export { leafPaths } from './leaf-paths.ts';
export { commerceTransaction } from './payment-schemas.ts';
export { recordSchemaOf } from './record-schema-of.ts';
