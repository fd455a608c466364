type Listener = () => void;

const listeners = new Set<Listener>();
let lost = false;

function set(next: boolean): void {
  if (lost === next) return;
  lost = next;
  for (const listener of listeners) listener();
}

/** The server no longer knows this session: whoever shows the page asks to sign in again. */
export function sessionLost(): void {
  set(true);
}

export function sessionFound(): void {
  set(false);
}

export function isSessionLost(): boolean {
  return lost;
}

export function onSessionChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
