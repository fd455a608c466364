import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { tellsNear, whenNear } from './near.ts';

/** Whether an element has come near the window once. Where that cannot be told, everything counts as near. */
export function useNear(box: RefObject<HTMLElement | null>, fromStart: boolean): boolean {
  const [near, setNear] = useState(fromStart || !tellsNear);
  useEffect(() => {
    const element = box.current;
    return near || element === null ? undefined : whenNear(element, () => setNear(true));
  }, [box, near]);
  return near;
}
