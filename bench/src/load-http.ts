import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';

const run = promisify(execFile);
const THREADS = 2;

export interface HttpLoad {
  readonly baseUrl: string;
  readonly connections: number;
  readonly seconds: number;
  readonly votes: readonly PreparedVote[];
  readonly folder: string;
}

export interface PreparedVote {
  readonly path: string;
  readonly cookie: string;
  readonly body: string;
}

export interface HttpRate {
  readonly votesPerSecond: number;
  readonly votes: number;
  readonly errors: number;
  /** Milliseconds from request to answer. */
  readonly p50: number;
  readonly p99: number;
  readonly by: 'wrk' | 'autocannon, because wrk is not installed';
}

/** Sends each prepared vote once over so many connections. Running out of votes counts as errors. */
export async function loadHttp(load: HttpLoad): Promise<HttpRate> {
  const wrk = await run('wrk', ['--version']).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  return wrk ? withWrk(load) : withAutocannon(load);
}

/** Each thread reads its share of the votes and makes all requests before the clock runs. */
const WRK_SCRIPT = `
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end
function init(args)
  requests = {}
  next_one = 0
  local line_number = 0
  for line in io.lines(args[1]) do
    if line_number % ${THREADS} == number then
      local path, cookie, body = line:match("^([^\\t]*)\\t([^\\t]*)\\t(.*)$")
      requests[#requests + 1] = wrk.format("POST", path, { ["content-type"] = "application/json", ["sec-fetch-site"] = "same-origin", ["cookie"] = cookie }, body)
    end
    line_number = line_number + 1
  end
end
function request()
  next_one = next_one + 1
  return requests[next_one] or wrk.format("POST", "/out-of-votes")
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
`;

async function withWrk(load: HttpLoad): Promise<HttpRate> {
  const script = path.join(load.folder, 'vote.lua');
  const votes = path.join(load.folder, 'votes.tsv');
  await writeFile(script, WRK_SCRIPT);
  await writeFile(votes, load.votes.map((vote) => `${vote.path}\t${vote.cookie}\t${vote.body}\n`).join(''));
  const { stdout } = await run('wrk', [
    `--threads=${THREADS}`,
    `--connections=${load.connections}`,
    `--duration=${load.seconds}s`,
    '--timeout=10s',
    `--script=${script}`,
    load.baseUrl,
    '--',
    votes,
  ]);
  const found = /RESULT (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(stdout);
  if (found === null) throw new Error(`wrk said something unexpected:\n${stdout}`);
  const [requests, micros, errors, p50, p99] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    votesPerSecond: requests / (micros / 1e6),
    votes: requests,
    errors,
    p50: p50 / 1e3,
    p99: p99 / 1e3,
    by: 'wrk',
  };
}

async function withAutocannon(load: HttpLoad): Promise<HttpRate> {
  let next = 0;
  const result = await autocannon({
    url: load.baseUrl,
    connections: load.connections,
    duration: load.seconds,
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => {
          const vote = load.votes[next];
          next += 1;
          if (vote === undefined) return { ...request, path: '/out-of-votes' };
          return {
            ...request,
            path: vote.path,
            body: vote.body,
            headers: {
              'content-type': 'application/json',
              'sec-fetch-site': 'same-origin',
              cookie: vote.cookie,
            },
          };
        },
      },
    ],
  });
  const votes = result['2xx'];
  return {
    votesPerSecond: votes / result.duration,
    votes,
    errors: result.errors + result.non2xx,
    p50: result.latency.p50,
    p99: result.latency.p99,
    by: 'autocannon, because wrk is not installed',
  };
}
