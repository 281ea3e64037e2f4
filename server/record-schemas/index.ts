export { recordSchemaOf } from './record-schema-of.ts';
