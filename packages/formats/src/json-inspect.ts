import { excerpt, isWellFormed } from './text.ts';
import type { FaultDetail } from './import-faults.ts';
import { childPath, isUnsafeNumber } from './json-scan.ts';

/** A row and its values are nested at most this deep (the row itself is level 1). */
export const maxDepth = 32;

/** What the text of a line says about the strings in it, so that most rows need no look at each string. */
export interface TextSuspicions {
  readonly nul: boolean;
  readonly surrogates: boolean;
}

/** NUL and half surrogates can stand in a line decoded from UTF-8 only as escapes. */
export function suspicionsOf(text: string): TextSuspicions {
  // One search settles most lines: files written as plain UTF-8 hold no escapes of this kind.
  const escapes = text.includes('\\u');
  return {
    nul: escapes && text.includes('\\u0000'),
    surrogates: (escapes && (text.includes('\\ud') || text.includes('\\uD'))) || !isWellFormed(text),
  };
}

/** Walks a parsed value once: counts keys and reports what no value of a row may hold. */
export class JsonInspector {
  keys = 0;
  readonly #suspicions: TextSuspicions;
  readonly #report: (detail: FaultDetail) => void;
  readonly #lookAtStrings: boolean;
  readonly #path: (string | number)[] = [];

  constructor(suspicions: TextSuspicions, report: (detail: FaultDetail) => void) {
    this.#suspicions = suspicions;
    this.#report = report;
    this.#lookAtStrings = suspicions.nul || suspicions.surrogates;
  }

  inspect(value: unknown): void {
    if (typeof value === 'string') {
      if (this.#lookAtStrings) this.#string(value);
    } else if (typeof value === 'number') {
      if (isUnsafeNumber(value)) this.#fault('unsafe_number', value);
    } else if (typeof value === 'object' && value !== null) {
      if (this.#path.length >= maxDepth) this.#fault('too_deep', value);
      else if (Array.isArray(value)) this.#array(value);
      else this.#object(value as Record<string, unknown>);
    }
  }

  #array(value: readonly unknown[]): void {
    for (let index = 0; index < value.length; index++) {
      this.#path.push(index);
      this.inspect(value[index]);
      this.#path.pop();
    }
  }

  #object(value: Record<string, unknown>): void {
    for (const key in value) {
      this.keys++;
      this.#path.push(key);
      if (key === '__proto__') this.#fault('forbidden_key', value[key]);
      if (this.#lookAtStrings) this.#string(key);
      this.inspect(value[key]);
      this.#path.pop();
    }
  }

  #string(value: string): void {
    if (this.#suspicions.nul && value.includes('\0'))
      this.#fault('nul_character', value.slice(Math.max(0, value.indexOf('\0') - 20)));
    if (this.#suspicions.surrogates && !isWellFormed(value)) this.#fault('lone_surrogate', value);
  }

  #fault(code: FaultDetail['code'], value: unknown): void {
    let path = '$';
    for (const key of this.#path) path = childPath(path, key);
    this.#report({ path, value: excerpt(value), code });
  }
}
