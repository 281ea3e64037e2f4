export { type Diagnosis, type Endpoint, examineProvider } from './examine-provider.ts';
