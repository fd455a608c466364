import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';

const run = promisify(execFile);

export interface GetLoad {
  readonly baseUrl: string;
  /** Asked for in turn. */
  readonly paths: readonly string[];
  /** Of those who ask, in turn. */
  readonly cookies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  readonly folder: string;
}

export interface GetRate {
  readonly perSecond: number;
  readonly requests: number;
  /** Answers that are no 2xx. */
  readonly refused: number;
  readonly by: 'wrk' | 'autocannon, because wrk is not installed';
}

const listOf = (texts: readonly string[]): string => texts.map((one) => JSON.stringify(one)).join(', ');

const script = ({ paths, cookies }: GetLoad): string => `
local paths = { ${listOf(paths)} }
local cookies = { ${listOf(cookies)} }
local turn = 0
function request()
  turn = turn + 1
  return wrk.format("GET", paths[turn % #paths + 1], { ["cookie"] = cookies[turn % #cookies + 1] })
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d\\n", summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout))
end
`;

/** Requests per second. Throws when one is cut off. */
export async function loadGet(load: GetLoad): Promise<GetRate> {
  const wrk = await run('wrk', ['--version']).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  return wrk ? withWrk(load) : withAutocannon(load);
}

async function withWrk(load: GetLoad): Promise<GetRate> {
  const file = path.join(load.folder, 'get.lua');
  await writeFile(file, script(load));
  const { stdout } = await run('wrk', [
    '--threads=1',
    `--connections=${load.connections}`,
    `--duration=${load.seconds}s`,
    '--timeout=10s',
    `--script=${file}`,
    load.baseUrl,
  ]);
  const found = /RESULT (\d+) (\d+) (\d+) (\d+)/.exec(stdout);
  if (found === null) throw new Error(`wrk said something unexpected:\n${stdout}`);
  const [requests, micros, refused, cut] = found.slice(1).map(Number) as [number, number, number, number];
  if (cut > 0) throw new Error(`${cut} requests were cut off.`);
  return { perSecond: requests / (micros / 1e6), requests, refused, by: 'wrk' };
}

async function withAutocannon({ baseUrl, paths, cookies, connections, seconds }: GetLoad): Promise<GetRate> {
  const requests = Array.from({ length: Math.max(paths.length, cookies.length) }, (_, turn) => ({
    method: 'GET' as const,
    path: paths[turn % paths.length] ?? '/',
    headers: { cookie: cookies[turn % cookies.length] ?? '' },
  }));
  const result = await autocannon({
    url: baseUrl,
    connections,
    duration: seconds,
    requests,
  });
  if (result.errors > 0) throw new Error(`${result.errors} requests were cut off.`);
  const answered = result['2xx'] + result.non2xx;
  return {
    perSecond: answered / result.duration,
    requests: answered,
    refused: result.non2xx,
    by: 'autocannon, because wrk is not installed',
  };
}
