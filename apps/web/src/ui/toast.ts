export interface ToastOptions {
  /** One thing to do about it, for example undo. */
  action?: { label: string; onSelect: () => void };
}

export interface ToastItem extends ToastOptions {
  id: number;
  text: string;
}

type Listener = () => void;

let items: readonly ToastItem[] = [];
let lastId = 0;
const listeners = new Set<Listener>();

function change(next: readonly ToastItem[]): void {
  items = next;
  for (const listener of listeners) listener();
}

/** Shows a short message at the foot of the page and says it to screen readers. */
export function toast(text: string, options: ToastOptions = {}): void {
  lastId += 1;
  const item: ToastItem = { id: lastId, text, ...options };
  change([...items.slice(-2), item]);
}

export function dismissToast(id: number): void {
  change(items.filter((item) => item.id !== id));
}

export function toastItems(): readonly ToastItem[] {
  return items;
}

export function onToastChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
