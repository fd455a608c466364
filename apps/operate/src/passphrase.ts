import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { OperateError } from './operate-error.ts';

const VARIABLE = 'PAIRWRIGHT_BACKUP_PASSPHRASE';
const SHORTEST = 12;

export interface PassphraseSource {
  readonly file: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
}

/** The passphrase for a new backup; asked for twice on a terminal. Throws OperateError when there is none, or a short one. */
export async function newPassphrase(source: PassphraseSource): Promise<string> {
  const given = (await givenPassphrase(source)) ?? (await askTwice(source));
  if (given === undefined)
    throw new OperateError(
      `A passphrase is needed to encrypt: set ${VARIABLE}, or name a file with --passphrase-file FILE. It is never taken from the command line, which others can see.`,
    );
  if (given.length < SHORTEST)
    throw new OperateError(
      `The passphrase has ${given.length} characters and needs at least ${SHORTEST}: who has the file can try as many as they like.`,
    );
  return given;
}

/** The passphrase to read with: what is given, else what a person types when `ask` is set; undefined where there is none. */
export async function knownPassphrase(source: PassphraseSource, ask: boolean): Promise<string | undefined> {
  const given = await givenPassphrase(source);
  if (given !== undefined || !ask || source.stdin.isTTY !== true) return given;
  return askHidden(source, 'Passphrase: ');
}

async function givenPassphrase({ file, env }: PassphraseSource): Promise<string | undefined> {
  if (file === undefined) return env[VARIABLE] === '' ? undefined : env[VARIABLE];
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new OperateError(
      `The passphrase file ${file} cannot be read (${(error as Error).message}).`,
      error,
    );
  });
  // Editors end the last line.
  return text.replace(/\r?\n$/, '');
}

async function askTwice(source: PassphraseSource): Promise<string | undefined> {
  if (source.stdin.isTTY !== true) return undefined;
  const first = await askHidden(source, 'New passphrase: ');
  const second = await askHidden(source, 'The same again: ');
  if (first !== second) throw new OperateError('The two passphrases are not alike. Try again.');
  return first;
}

async function askHidden({ stdin, stderr }: PassphraseSource, question: string): Promise<string> {
  stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
