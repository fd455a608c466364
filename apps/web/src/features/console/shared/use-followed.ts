import { useState } from 'react';
import { afterSave, begin, changedIn, conflictsIn, follow, settle } from './followed.ts';

/** A form over what the server says, which others may change while somebody types; see `follow`. */
export function useFollowed<T extends Readonly<Record<string, string | boolean>>>(server: T) {
  const [kept, setHeld] = useState(() => begin(server));
  const held = follow(kept, server);
  if (held !== kept) setHeld(held);
  return {
    base: held.base,
    draft: held.draft,
    changed: changedIn(held),
    conflicts: conflictsIn(held, server),
    change: (part: Partial<T>) => setHeld({ ...held, draft: { ...held.draft, ...part } }),
    choose: (field: keyof T & string, keep: 'mine' | 'theirs') =>
      setHeld(settle(held, server, { field, keep })),
    /** Marks as saved what was sent, in the words the server keeps it in. */
    saved: (sent: T, now: T) => setHeld((latest) => afterSave(latest, sent, now)),
  };
}
