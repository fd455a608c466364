/** The value of one field of a form. */
type Value = string | boolean;
type Fields = Readonly<Record<string, Value>>;

/** A form that others may save at the same time: what it was begun from and what stands in it, field by field. */
export interface Followed<T extends Fields> {
  readonly base: T;
  readonly draft: T;
}

export function begin<T extends Fields>(server: T): Followed<T> {
  return { base: server, draft: server };
}

/**
 * What the form is once the server says something else: untouched fields follow, and so do those where both say the same.
 * A field changed on both sides stays as it is until somebody chooses. The same object when nothing moves.
 */
export function follow<T extends Fields>(held: Followed<T>, server: T): Followed<T> {
  const moved = Object.keys(server).filter(
    (key) =>
      server[key] !== held.base[key] &&
      (held.draft[key] === held.base[key] || held.draft[key] === server[key]),
  );
  if (moved.length === 0) return held;
  const theirs = Object.fromEntries(moved.map((key) => [key, server[key]]));
  return { base: { ...held.base, ...theirs }, draft: { ...held.draft, ...theirs } };
}

/** Fields in which something is typed that is not saved. */
export function changedIn<T extends Fields>({ base, draft }: Followed<T>): (keyof T & string)[] {
  return Object.keys(draft).filter((key) => draft[key] !== base[key]);
}

/** Fields that were changed here and by somebody else, each to another value. */
export function conflictsIn<T extends Fields>({ base }: Followed<T>, server: T): (keyof T & string)[] {
  return Object.keys(server).filter((key) => server[key] !== base[key]);
}

/** Goes on with what was typed here, or with what the other saved. */
export function settle<T extends Fields>(
  held: Followed<T>,
  server: T,
  choice: { readonly field: keyof T & string; readonly keep: 'mine' | 'theirs' },
): Followed<T> {
  const theirs = { [choice.field]: server[choice.field] };
  return {
    base: { ...held.base, ...theirs },
    draft: choice.keep === 'mine' ? held.draft : { ...held.draft, ...theirs },
  };
}

/** After a save: what was sent holds from now on; what was typed while it was on its way is still to be saved. */
export function afterSave<T extends Fields>(held: Followed<T>, sent: T, now: T): Followed<T> {
  const taken = Object.fromEntries(
    Object.keys(now)
      .filter((key) => held.draft[key] === sent[key])
      .map((key) => [key, now[key]]),
  );
  return { base: now, draft: { ...held.draft, ...taken } };
}
