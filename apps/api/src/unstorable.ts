import type { Fault } from '@pairwright/contract/errors';

/** What PostgreSQL text cannot hold, in a value of a request and all inside it: NUL, and halves of surrogate pairs. */
export function findUnstorable(value: unknown, path: string): Fault | undefined {
  if (typeof value === 'string') {
    if (value.includes('\0'))
      return { path, rule: 'the text holds a NUL character, which cannot be stored', fix: 'Remove it.' };
    // Built into Node 20; the es2023 library types do not know it yet.
    if (!(value as unknown as { isWellFormed(): boolean }).isWellFormed())
      return {
        path,
        rule: 'the text holds half a surrogate pair, which is no character',
        fix: 'Send whole characters.',
      };
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const fault = findUnstorable(key, `${path} (a field name)`) ?? findUnstorable(item, `${path}.${key}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
