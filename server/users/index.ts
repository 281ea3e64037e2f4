export { eachUserBatch, listUserNames, listUsers, type UserFilter } from './list-users.ts';
export { serializeUser } from './serialize.ts';
export { isNamed, type NameRange, namesBeginning } from './user-scan.ts';
export { createLegalUser, createNaturalUser, deleteUser, patchUser, toSearchForm } from './write-user.ts';
