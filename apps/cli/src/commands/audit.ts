import { counted } from '@pairwright/domain/counted';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditCheck } from '@pairwright/contract/audit';
import { NoAnswer } from '@pairwright/contract/client';
import { type ChainedEntry, chainFault, ChainStart } from '@pairwright/domain/audit/chain';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';

export interface VerifyOptions {
  /** `seq:hash` */
  readonly head?: string;
}

/** Checks the chain of the log, of the server or of a file. Ends with an error at the first entry that does not fit. */
export async function verifyAudit(cli: Cli, file: string | undefined, options: VerifyOptions): Promise<void> {
  const anchor = options.head === undefined ? undefined : parseHead(options.head);
  const source = file === undefined ? await openLog(cli) : createReadStream(file);
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY });
  let previous: ChainedEntry | undefined;
  let entries = 0;
  let sawAnchor = anchor === undefined;
  const start = new ChainStart();
  for await (const line of lines) {
    const entry = parseLine(line, entries + 1);
    const fault = chainFault(entry, previous, sha256Hex);
    if (fault !== null) throw broken(entry.seq, fault);
    start.see(entry);
    if (entry.seq === anchor?.seq) {
      if (entry.hash !== anchor.hash) throw broken(entry.seq, 'anchor');
      sawAnchor = true;
    }
    previous = entry;
    entries += 1;
  }
  if (start.gap !== null) throw broken(start.gap, 'gap');
  if (anchor !== undefined && !sawAnchor && !start.isRemoved(anchor.seq)) throw broken(anchor.seq, 'anchor');
  const head = previous === undefined ? null : { seq: previous.seq, hash: previous.hash };
  // Judgments do not leave the server: of their seals there is what its own check found.
  const check = file === undefined ? (await cli.client.call('getAuditCheck', {})).check : null;
  cli.out.result({ entries, head, check }, toText({ entries, head, check }));
  if (check?.fault != null) throw broken(check.fault.seq, check.fault.fault);
}

interface Verified {
  readonly entries: number;
  readonly head: { readonly seq: number; readonly hash: string } | null;
  readonly check: AuditCheck | null;
}

function toText({ entries, head, check }: Verified): string {
  if (head === null) return 'The log is empty.';
  return [
    `${counted(entries, 'entry fits', 'entries fit')}.`,
    `head  ${head.seq}:${head.hash}`,
    'Keep the head elsewhere: --head checks that nothing was cut off behind it.',
    ...(check === null
      ? []
      : [`The server itself checked ${check.judgments} sealed judgments, ${check.checkedAt}.`]),
  ].join('\n');
}

/** Writes the log of the server to a file, which gets its name when it is whole. */
export async function exportAudit(cli: Cli, output: string): Promise<void> {
  const partial = `${output}.part`;
  await pipeline(await openLog(cli), createWriteStream(partial));
  await rename(partial, output);
  cli.out.result({ file: output }, `Wrote ${output}.`);
}

async function openLog(cli: Cli): Promise<Readable> {
  const response = await cli.client.open('downloadAudit', {});
  if (response.body === null) throw new NoAnswer('The log came without content');
  return Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
}

const FAULTS = {
  gap: 'an entry before it is missing',
  previous: 'the entry before it is not the one it was written behind',
  content: 'it does not say what it said when it was written',
  origin: 'where it came from was changed',
  person: 'what it says of a person was changed',
  anchor: 'the log does not have this entry of the earlier check',
  judgments: 'judgments that it seals are not what they were',
} as const;

function broken(seq: number, fault: keyof typeof FAULTS): CliError {
  return new CliError('failed', `The log was changed: entry ${seq}, ${FAULTS[fault]}.`, { seq, fault });
}

function parseLine(line: string, number: number): ChainedEntry {
  try {
    return JSON.parse(line) as ChainedEntry;
  } catch {
    throw new CliError(
      'failed',
      `Line ${number} is no JSON: the file was cut off or is not one of "audit export".`,
    );
  }
}

function parseHead(text: string): { seq: number; hash: string } {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new CliError('usage', 'Give --head as it was printed: the number of an entry, a colon, its hash.');
  return { seq: Number(seq), hash };
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
