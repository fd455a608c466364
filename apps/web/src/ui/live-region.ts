type Listener = (text: string) => void;

let listener: Listener | null = null;

/** Says a sentence to screen readers, politely. `LiveRegion` must be mounted. */
export function announce(text: string): void {
  listener?.(text);
}

export function onAnnounce(next: Listener): () => void {
  listener = next;
  return () => {
    if (listener === next) listener = null;
  };
}
