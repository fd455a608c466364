import { useEffect, useState } from 'react';
import { addSample, rateOf } from './rate.ts';
import type { Sample } from './rate.ts';

/** How fast a number grows, per second; null while too little is known. */
export function useRate(value: number): number | null {
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => {
    // The moment the value came is what is measured; it cannot be told while rendering.
    // oxlint-disable-next-line react/set-state-in-effect
    setSamples((before) => addSample(before, { at: performance.now(), value }));
  }, [value]);
  return rateOf(samples);
}
