type Listener = (text: string) => void;

let listener: Listener | null = null;
let waiting: string[] = [];

/**
 * Says a sentence to screen readers, politely. `LiveRegion` must be mounted. What is said in one go is read together: a
 * second sentence would drown the first.
 */
export function announce(text: string): void {
  waiting.push(text);
  if (waiting.length > 1) return;
  queueMicrotask(() => {
    const said = waiting.join(' ');
    waiting = [];
    listener?.(said);
  });
}

export function onAnnounce(next: Listener): () => void {
  listener = next;
  return () => {
    if (listener === next) listener = null;
  };
}
