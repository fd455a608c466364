import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The text that every scanner takes for malicious and that harms nobody; in parts, so that this file is not one of them. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join(
  '',
);

/** What `clamd` is told to find: its signatures come from the network otherwise. */
const signature = `Eicar-Of-This-Test:0:*:${Buffer.from(eicar).toString('hex')}\n`;

export interface VirusScanner {
  /** As CLAMD_URL takes it. */
  readonly address: string;
  /** `stand-in`: no clamd is installed here; a server of this process speaks its protocol. */
  readonly kind: 'clamd' | 'stand-in';
  close(): Promise<void>;
}

async function programOnPath(): Promise<string | undefined> {
  for (const folder of ['/usr/sbin', '/usr/local/sbin', ...(process.env['PATH'] ?? '').split(':')]) {
    const file = path.join(folder, 'clamd');
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}

/** A clamd with one signature, where one is installed; else what speaks like it. Takes `mostBytes` a scan. */
export async function startVirusScanner({ mostBytes = 1024 * 1024 } = {}): Promise<VirusScanner> {
  const program = await programOnPath();
  return program === undefined ? startStandIn(mostBytes) : startClamd(program, mostBytes);
}

async function startClamd(program: string, mostBytes: number): Promise<VirusScanner> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-clamd-'));
  const at = (name: string): string => path.join(folder, name);
  await mkdir(at('signatures'));
  await writeFile(at('signatures/test.ndb'), signature);
  const settings = {
    LocalSocket: at('clamd.ctl'),
    DatabaseDirectory: at('signatures'),
    TemporaryDirectory: folder,
    StreamMaxLength: String(mostBytes),
    Foreground: 'yes',
    LogFile: at('clamd.log'),
  };
  await writeFile(
    at('clamd.conf'),
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  const child = spawn(program, ['-c', at('clamd.conf')], { stdio: 'ignore' });
  await untilThere(child, at('clamd.ctl'));
  return {
    address: `unix:${at('clamd.ctl')}`,
    kind: 'clamd',
    async close() {
      const gone = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilThere(child: ChildProcess, file: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(50)) {
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return;
    if (child.exitCode !== null) throw new Error(`clamd ended with ${child.exitCode}.`);
  }
  throw new Error('clamd has made no socket within a minute.');
}

/** Takes zINSTREAM and its parts as clamd does, and answers in its words. */
async function startStandIn(mostBytes: number): Promise<VirusScanner> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    let came = Buffer.alloc(0);
    socket.on('data', (data) => {
      came = Buffer.concat([came, data]);
      const said = answerTo(came, mostBytes);
      if (said !== null) socket.end(`${said}\0`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    address: `tcp://127.0.0.1:${port}`,
    kind: 'stand-in',
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const command = Buffer.from('zINSTREAM\0');

/** Null: there is more to come. */
function answerTo(came: Buffer, mostBytes: number): string | null {
  if (came.length < command.length) return null;
  if (!came.subarray(0, command.length).equals(command)) return 'UNKNOWN COMMAND';
  const parts: Buffer[] = [];
  let bytes = 0;
  for (let at = command.length; at + 4 <= came.length;) {
    const length = came.readUInt32BE(at);
    if (length === 0)
      return Buffer.concat(parts).includes(eicar) ? 'stream: Eicar-Of-This-Test FOUND' : 'stream: OK';
    bytes += length;
    if (bytes > mostBytes) return 'INSTREAM size limit exceeded. ERROR';
    parts.push(came.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
