/** The part of an EventSource that is used here. */
export interface Stream {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface LiveOptions<Value> {
  openStream: () => Stream;
  /** Asks once, for while the stream is broken. */
  ask: () => Promise<Value>;
  /** Whether something is still at work that will change the value by itself. */
  isAtWork: (value: Value) => boolean;
  onValue: (value: Value) => void;
  /** Milliseconds between questions while the stream is broken, and before it is opened again. */
  pollMs: number;
}

/**
 * Follows something on the server until nothing works on it any more: by server-sent events, and by asking now and then
 * while those do not come through. Returns the way to stop.
 */
export function follow<Value>(options: LiveOptions<Value>): () => void {
  let stopped = false;
  let stream: Stream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
    stream?.close();
  };
  const take = (value: Value): void => {
    if (stopped) return;
    options.onValue(value);
    if (!options.isAtWork(value)) stop();
  };
  const openAgainLater = (): void => {
    if (stopped) return;
    stream?.close();
    stream = null;
    clearTimeout(timer);
    timer = setTimeout(() => {
      // The answer decides whether there is anything left to follow; no answer is tried again.
      options
        .ask()
        .then(take, () => undefined)
        .then(open, () => undefined);
    }, options.pollMs);
  };
  const open = (): void => {
    if (stopped) return;
    const opened = options.openStream();
    stream = opened;
    opened.addEventListener('message', (event) => {
      const value = parse(event.data);
      if (value !== undefined) take(value as Value);
    });
    // The server says that nothing works on it any more; what it sent before is the last word.
    opened.addEventListener('end', stop);
    opened.addEventListener('error', openAgainLater);
  };
  open();
  return stop;
}

/** Undefined, which no JSON says, for what is not JSON. */
function parse(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
