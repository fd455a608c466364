import { useEffect, useState } from 'react';
import type { traceSources } from './trace.ts';

export type Trace = typeof traceSources;

let loaded: Trace | null = null;

/** What notes where each text stands in its source, once it is here; asked for only where phrases are marked. */
export function useTrace(wanted: boolean): Trace | null {
  const [trace, setTrace] = useState(() => loaded);
  useEffect(() => {
    if (!wanted || trace !== null) return;
    let here = true;
    import('./trace.ts').then(
      ({ traceSources }) => {
        loaded ??= traceSources;
        if (here) setTrace(() => loaded);
      },
      // Offline before the code came: the text reads as well, and the raw view can be marked.
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [wanted, trace]);
  return wanted ? trace : null;
}

export function loadedTrace(): Trace | null {
  return loaded;
}
