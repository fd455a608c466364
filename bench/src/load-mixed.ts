import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';

const run = promisify(execFile);

export interface PreparedRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Empty: of nobody. */
  readonly cookie: string;
  readonly body?: string;
}

export interface MixedLoad {
  readonly baseUrl: string;
  /** Asked for again and again, in turn. */
  readonly reads: readonly PreparedRequest[];
  /** In their order, and from the first one again when all are through. */
  readonly writes: readonly PreparedRequest[];
  /** One in so many requests is a write. */
  readonly writeEvery: number;
  readonly connections: number;
  readonly seconds: number;
  readonly folder: string;
}

export interface MixedAnswers {
  readonly requests: number;
  /** Answers that are no 2xx. */
  readonly refused: number;
  readonly by: 'wrk' | 'autocannon, because wrk is not installed';
}

const headersOf = ({ cookie, body }: PreparedRequest): Record<string, string> => ({
  ...(cookie === '' ? {} : { cookie }),
  ...(body === undefined ? {} : { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }),
});

/** Sends reads and writes mixed, for so long. Throws when one is cut off. */
export async function loadMixed(load: MixedLoad): Promise<MixedAnswers> {
  const wrk = await run('wrk', ['--version']).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  return wrk ? withWrk(load) : withAutocannon(load);
}

/** A line for each request: method, path, cookie and body. All are made before the clock runs. */
const WRK_SCRIPT = `
local function read(file)
  local list = {}
  for line in io.lines(file) do
    local method, path, cookie, body = line:match("^([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t(.*)$")
    local headers = {}
    if cookie ~= "" then headers["cookie"] = cookie end
    if body ~= "" then
      headers["content-type"] = "application/json"
      headers["sec-fetch-site"] = "same-origin"
      list[#list + 1] = wrk.format(method, path, headers, body)
    else
      list[#list + 1] = wrk.format(method, path, headers)
    end
  end
  return list
end
function init(args)
  reads = read(args[1])
  writes = read(args[2])
  every = tonumber(args[3])
  turn = 0
end
function request()
  turn = turn + 1
  if turn % every == 0 then return writes[(turn / every - 1) % #writes + 1] end
  return reads[turn % #reads + 1]
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d\\n", summary.requests, e.status, e.connect + e.read + e.write + e.timeout))
end
`;

async function withWrk(load: MixedLoad): Promise<MixedAnswers> {
  const file = (name: string): string => path.join(load.folder, name);
  const lines = (requests: readonly PreparedRequest[]): string =>
    requests
      .map(({ method, path: to, cookie, body = '' }) => `${method}\t${to}\t${cookie}\t${body}\n`)
      .join('');
  await writeFile(file('mixed.lua'), WRK_SCRIPT);
  await writeFile(file('reads.tsv'), lines(load.reads));
  await writeFile(file('writes.tsv'), lines(load.writes));
  const { stdout } = await run('wrk', [
    '--threads=1',
    `--connections=${load.connections}`,
    `--duration=${load.seconds}s`,
    '--timeout=10s',
    `--script=${file('mixed.lua')}`,
    load.baseUrl,
    '--',
    file('reads.tsv'),
    file('writes.tsv'),
    String(load.writeEvery),
  ]);
  const found = /RESULT (\d+) (\d+) (\d+)/.exec(stdout);
  if (found === null) throw new Error(`wrk said something unexpected:\n${stdout}`);
  const [requests, refused, cut] = found.slice(1).map(Number) as [number, number, number];
  if (cut > 0) throw new Error(`${cut} requests were cut off.`);
  return { requests, refused, by: 'wrk' };
}

async function withAutocannon(load: MixedLoad): Promise<MixedAnswers> {
  const { reads, writes, writeEvery } = load;
  let turn = 0;
  const next = (): PreparedRequest => {
    turn += 1;
    return turn % writeEvery === 0
      ? writes[(turn / writeEvery - 1) % writes.length]!
      : reads[turn % reads.length]!;
  };
  const result = await autocannon({
    url: load.baseUrl,
    connections: load.connections,
    duration: load.seconds,
    requests: [
      {
        setupRequest: (request) => {
          const wanted = next();
          const { method, path: to, body = '' } = wanted;
          return { ...request, method, path: to, body, headers: headersOf(wanted) };
        },
      },
    ],
  });
  if (result.errors > 0) throw new Error(`${result.errors} requests were cut off.`);
  const requests = result['2xx'] + result.non2xx;
  return { requests, refused: result.non2xx, by: 'autocannon, because wrk is not installed' };
}
