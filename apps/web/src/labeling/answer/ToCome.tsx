import { use, useEffect, useLayoutEffect } from 'react';
import { BenchContext } from '../session/bench-context.ts';

/** Stands in the place of a part whose code is on its way: until it comes, nothing that is pressed counts. */
export function ToCome({ workId }: { workId: string }) {
  const parts = use(BenchContext)?.controller.parts;
  useLayoutEffect(() => parts?.wait(workId), [parts, workId]);
  // After the paint, together with the keys that the part brings.
  useEffect(() => () => parts?.came(workId), [parts, workId]);
  return null;
}
