import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Whether an element has come near the window once. Where that cannot be told, everything counts as near. */
export function useNear(box: RefObject<HTMLElement | null>, fromStart: boolean): boolean {
  const [near, setNear] = useState(fromStart || !('IntersectionObserver' in globalThis));
  useEffect(() => {
    const element = box.current;
    if (near || element === null) return;
    // Inside of parts that scroll, only newer browsers look ahead; the others format what is seen.
    const margins = { rootMargin: '800px 0px', scrollMargin: '800px 0px' };
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setNear(true);
    }, margins);
    watch.observe(element);
    return () => watch.disconnect();
  }, [box, near]);
  return near;
}
