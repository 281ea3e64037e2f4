import { v7, validate } from 'uuid';

/** A new time-ordered id (UUIDv7): rows sort by creation, so keyset cursors need no second column. */
export function newId(): string {
  return v7();
}

/** Whether `value` is a lower-case UUID, the only spelling of an id the contract knows. */
export function isId(value: string): boolean {
  return validate(value) && value === value.toLowerCase();
}
