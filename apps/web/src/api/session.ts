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

let person: string | null = null;

/** Whoever this page belongs to: the server is told, and refuses to act for somebody else who signed in meanwhile. */
export function belongTo(userId: string): void {
  person = userId;
}

export function belongsTo(): string | null {
  return person;
}

export function onSessionChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
