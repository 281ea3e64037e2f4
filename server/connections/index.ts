export { autoConnect, createConnection } from './create-connection.ts';
export { deleteConnection, eraseConnection } from './delete-connection.ts';
export { getConnection, getUser } from './find.ts';
export { linkPath, readLinkToken } from './link.ts';
export { listConnections } from './list-connections.ts';
export { getConnectionManifest } from './manifest-of.ts';
export { patchConnection } from './patch-connection.ts';
export { readDataTypes, serializeConnection } from './serialize.ts';
export { transition } from './transition.ts';
