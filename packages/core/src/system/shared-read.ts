/** Several gauges of one scrape share what was read. */
const SHARED_MS = 2_000;

/** Reads once for all who ask within two seconds. */
export function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly value: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (last === undefined || now - last.at > SHARED_MS) last = { at: now, value: read() };
    return last.value;
  };
}
