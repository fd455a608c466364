/** Parts of the page in which something is typed that is not saved. */
const guards = new Set<symbol>();
const listeners = new Set<() => void>();
/** What goes on when the person says so; null: nobody is asked. */
let pending: (() => void) | null = null;
/** Where the guarded page is; `popstate` comes when the address is another one already. */
let here = place();
let letsPass = false;

function place() {
  return { href: location.href, pathname: location.pathname, state: history.state as unknown };
}

/** Asks before this page is left, until the function that it gives is called. */
export function guardLeaving(): () => void {
  const guard = Symbol('guard');
  if (guards.size === 0) watch();
  guards.add(guard);
  return () => {
    if (guards.delete(guard) && guards.size === 0) unwatch();
  };
}

/** Goes there, or asks first where something would be lost. Another view of the same page is no leaving. */
export function goUnlessGuarded(pathname: string, go: () => void): void {
  if (guards.size === 0 || pathname === location.pathname) go();
  else setPending(go);
}

export function pendingLeave(): (() => void) | null {
  return pending;
}

export function onPendingLeave(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the person answered. */
export function answerLeave(leaves: boolean): void {
  const go = pending;
  setPending(null);
  if (leaves) go?.();
}

function setPending(go: (() => void) | null): void {
  pending = go;
  for (const listener of listeners) listener();
}

const moves = ['pushState', 'replaceState'];
const asks = (event: BeforeUnloadEvent): void => event.preventDefault();
const follows = (): void => {
  here = place();
};

function watch(): void {
  follows();
  addEventListener('beforeunload', asks);
  for (const move of moves) addEventListener(move, follows);
}

function unwatch(): void {
  removeEventListener('beforeunload', asks);
  for (const move of moves) removeEventListener(move, follows);
}

/**
 * Back and forward cannot be refused: the page is put on top of where they led, so that one step back, once somebody says so,
 * leads there in both cases.
 */
function heldBack(event: PopStateEvent): void {
  if (guards.size === 0 || letsPass || location.pathname === here.pathname) {
    letsPass = false;
    follows();
    return;
  }
  event.stopImmediatePropagation();
  history.pushState(here.state, '', here.href);
  setPending(() => {
    letsPass = true;
    history.back();
  });
}

// For good, and before the router hears of it: listeners of the window are called in the order they came, whatever they capture.
addEventListener('popstate', heldBack);
