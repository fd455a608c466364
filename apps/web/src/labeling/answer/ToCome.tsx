import { use, useEffect, useLayoutEffect, useRef } from 'react';
import { BenchContext } from '../session/bench-context.ts';

/** Stands in the place of a part whose code is on its way: until it comes, nothing that is pressed counts. */
export function ToCome({ workId }: { workId: string }) {
  const parts = use(BenchContext)?.controller.parts;
  const came = useRef<(() => void) | undefined>(undefined);
  useLayoutEffect(() => {
    came.current = parts?.add(workId);
  }, [parts, workId]);
  // After the paint, together with the keys that the part brings.
  useEffect(() => () => came.current?.(), [parts, workId]);
  return null;
}
