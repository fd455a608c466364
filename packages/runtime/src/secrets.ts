import { inspect } from 'node:util';

/** Values that must not reach a log, an error or a dump by accident. Read them with `reveal`. */
export class Secrets<T extends object> {
  readonly #values: T;

  constructor(values: T) {
    this.#values = values;
  }

  /** The real values; call it only where a connection is opened. */
  reveal(): Readonly<T> {
    return this.#values;
  }

  toJSON(): string {
    return '[redacted]';
  }

  toString(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return `Secrets { ${Object.keys(this.#values).join(', ')}: [redacted] }`;
  }
}
