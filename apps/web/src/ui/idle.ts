/** So long at most is worked at a time, in ms: half a frame. */
const sliceMs = 8;
/** Where the browser is never idle, half a frame is taken after so long nevertheless, in ms. */
const patienceMs = 100;

/**
 * Does a work piece by piece while the browser has nothing else to do, half a frame at a time. `piece` does the next one
 * and says whether there are more; one should take a few ms at most. Returns the way to stop.
 */
export function whileIdle(piece: () => boolean): () => void {
  let handle = 0;
  const slice = (deadline?: IdleDeadline): void => {
    const end = performance.now() + sliceMs;
    let more = piece();
    const isFree = (): boolean =>
      deadline === undefined || deadline.didTimeout || deadline.timeRemaining() > 0;
    while (more && performance.now() < end && isFree()) more = piece();
    if (more) handle = whenIdle(slice);
  };
  handle = whenIdle(slice);
  return () => cancelIdle(handle);
}

// Safari has no idle callbacks.
function whenIdle(callback: (deadline?: IdleDeadline) => void): number {
  return 'requestIdleCallback' in window
    ? requestIdleCallback(callback, { timeout: patienceMs })
    : setTimeout(callback, 50);
}

function cancelIdle(handle: number): void {
  if ('cancelIdleCallback' in window) cancelIdleCallback(handle);
  else clearTimeout(handle);
}
