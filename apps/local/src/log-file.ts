import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const limit = 10 * 1024 * 1024;

export interface LogFile {
  readonly path: string;
  /** Opens it for appending; close the descriptor after the spawn. */
  open(): number;
  close(descriptor: number): void;
  /** The last words written since the latest open(), for a person. */
  lastWords(): string;
}

/** A log is a file, so that a program never blocks or dies on a closed terminal. One older file of 10 MB is kept. */
export function logFile(dir: string, name: string): LogFile {
  const file = path.join(dir, `${name}.log`);
  let start = 0;
  return {
    path: file,
    open() {
      mkdirSync(dir, { recursive: true });
      if (existsSync(file) && statSync(file).size > limit) renameSync(file, `${file}.old`);
      const descriptor = openSync(file, 'a', 0o600);
      start = statSync(file).size;
      return descriptor;
    },
    close: closeSync,
    lastWords: () => readable(readFileSync(file).subarray(start).toString('utf8')),
  };
}

/** JSON lines become their message; other lines stay as they are. */
function readable(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-15).map(message).join('\n');
}

function message(line: string): string {
  try {
    const entry = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [entry.msg, entry.err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}
