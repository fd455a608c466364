const quiet = 2000;

/** Does what nobody waits for when the page has had time to show what it is asked for. Failures are of no consequence. */
export function afterFirstSight(task: () => Promise<unknown>): void {
  setTimeout(() => void task().catch(() => undefined), quiet);
}
