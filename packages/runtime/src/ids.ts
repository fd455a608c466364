import { v7, validate, version } from 'uuid';

/** Makes ids. A use case gets it in its context, so that tests can make their own. */
export interface Ids {
  /** A new UUIDv7, lower case: later ids sort after earlier ones of the same process. */
  next(): string;
}

export const systemIds: Ids = { next: () => v7() };

/** Whether the text is a UUIDv7 in lower case, the only form ids have here. */
export function isUuidV7(text: string): boolean {
  return validate(text) && version(text) === 7 && text === text.toLowerCase();
}
