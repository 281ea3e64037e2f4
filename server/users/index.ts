export { isNamed, type NameRange, namesBeginning } from './find-by-name.ts';
export { eachUserBatch, listUserNames, listUsers, type UserFilter } from './list-users.ts';
export { serializeUser } from './serialize.ts';
export { createLegalUser, createNaturalUser, deleteUser, patchUser, toSearchForm } from './write-user.ts';
