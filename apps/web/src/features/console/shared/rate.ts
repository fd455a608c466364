export interface Sample {
  /** Milliseconds. */
  at: number;
  value: number;
}

/** Samples of the last seconds; older ones would hide that the pace has changed. */
const windowMs = 10_000;

/** Adds a sample; a value that fell back (a new turn) starts afresh. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && sample.value < last.value) return [sample];
  return [...samples.filter((kept) => sample.at - kept.at <= windowMs), sample];
}

/** Units per second over the samples; null while too little is known. */
export function rateOf(samples: readonly Sample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 500) return null;
  return ((last.value - first.value) * 1000) / (last.at - first.at);
}
