/** One part of a process that must be closed. */
export interface Closable {
  readonly name: string;
  close(): Promise<void> | void;
  /** How long to wait before going on without it. */
  readonly deadlineMs: number;
}

/** Some parts did not close; the others did. */
export class CloseError extends Error {
  readonly failures: readonly { readonly name: string; readonly error: unknown }[];

  constructor(failures: CloseError['failures']) {
    super(
      `Not closed cleanly: ${failures.map(({ name, error }) => `${name} (${error instanceof Error ? error.message : String(error)})`).join(', ')}`,
    );
    this.name = 'CloseError';
    this.failures = failures;
  }
}

/**
 * Closes the parts one after the other in the order given. A part that fails or overruns its deadline does not keep the
 * later ones from closing; all failures are thrown together as CloseError at the end.
 */
export async function closeInOrder(parts: readonly Closable[]): Promise<void> {
  const failures: { name: string; error: unknown }[] = [];
  for (const part of parts) {
    try {
      await withDeadline(part);
    } catch (error) {
      failures.push({ name: part.name, error });
    }
  }
  if (failures.length > 0) throw new CloseError(failures);
}

async function withDeadline(part: Closable): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const overrun = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`still open after ${part.deadlineMs} ms`)), part.deadlineMs);
  });
  try {
    await Promise.race([(async () => part.close())(), overrun]);
  } finally {
    clearTimeout(timer);
  }
}

export interface ShutdownOptions {
  /** Told about what failed while closing. */
  readonly onError: (error: unknown) => void;
  readonly signals?: readonly NodeJS.Signals[];
  /** Ends the process; tests put their own here. */
  readonly exit?: (code: number) => void;
}

const EXIT_CODES: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * On the first SIGINT, SIGTERM or SIGHUP runs `close` once and exits: 0 when all closed, 1 when something failed. A second
 * signal exits at once. Gives a function that takes the listeners away again.
 */
export function onShutdown(
  close: (signal: NodeJS.Signals) => Promise<void>,
  options: ShutdownOptions,
): () => void {
  const signals = options.signals ?? ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const exit = options.exit ?? ((code) => process.exit(code));
  let closing = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (closing) {
      exit(EXIT_CODES[signal] ?? 1);
      return;
    }
    closing = true;
    close(signal).then(
      () => exit(0),
      (error: unknown) => {
        options.onError(error);
        exit(1);
      },
    );
  };
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
