import { processEnv } from '@pairwright/runtime/env';
import { residentNow } from '@pairwright/e2e/support/process-memory';
import { startApi } from './api-process.ts';
import type { Bench, BenchDatabase, Benchmark, NamedFigure } from './benchmark.ts';
import { loadMixed, type MixedAnswers } from './load-mixed.ts';
import { createVoteData, settle } from './vote-data.ts';
import { ANNOTATORS, leaseStock, TARGET } from './vote-stock.ts';
import { DRAFTED, promoteReader, readsOfADay, writesOfADay } from './working-day.ts';

/** BENCH_REQUESTS makes it smaller, to see that it works. */
const REQUESTS = Number(processEnv()['BENCH_REQUESTS'] ?? 1_000_000);
const SECONDS = Math.min(10, Math.max(2, REQUESTS / 20_000));
const CONNECTIONS = 64;
/** One request in ten writes: as many claims as drafts as votes. */
const WRITE_EVERY = 10;
const WRITES_OF_A_VOTE = 3;
/** Of a round at most: what a machine cannot answer faster is asked for in the next one. */
const MOST_PER_SECOND = 10_000;
/** Answers that may be no 2xx: scanners, and people who may not. */
const MOST_REFUSED = 0.15;
const MOST_MB = 250;
/** Of the memory after the first fifth: what a heap of some age may weigh more, whatever it was asked. */
const MOST_GROWTH = 1.15;

/** A multiple of the target, enough for a vote in thirty requests, and assignments that stay drafts. */
const STOCK = TARGET * Math.ceil((REQUESTS / (WRITE_EVERY * WRITES_OF_A_VOTE) + DRAFTED) / TARGET);

/** What the API holds after a million requests of people at work, and beside what it held after the first fifth of them. */
export const apiMemory: Benchmark = {
  name: 'api_memory',
  goal: { atMost: 1 },
  onDemand: true,
  async run(bench: Bench): Promise<readonly NamedFigure[]> {
    const database = await bench.createDatabase('api_memory');
    await createVoteData(database, {
      comparisons: STOCK / TARGET,
      annotators: ANNOTATORS,
      target: TARGET,
    });
    await leaseStock(database, STOCK);
    await promoteReader(database);
    await settle(database);
    const api = await startApi(bench, database);
    const day = new WorkingDay(bench, database, api.baseUrl);
    try {
      let early: number | undefined;
      while (day.requests < REQUESTS) {
        await day.goOn();
        const memory = residentNow(api.pid);
        if (day.requests >= REQUESTS / 5) early ??= memory;
        bench.say(`  ${day.requests} requests, ${day.refused} refused: ${Math.round(memory)} MB`);
      }
      const done = day.requests;
      const stored = await day.checked();
      const last = residentNow(api.pid);
      const more = { refused: day.refused, votes: stored, load: day.by };
      return [
        {
          name: 'api_memory',
          goal: { atMost: 1 },
          figure: {
            value: last,
            limit: MOST_MB,
            ratio: last / MOST_MB,
            unit: 'MB',
            how: `resident memory of the API after ${done} requests over ${CONNECTIONS} connections, of people who are signed in, one in ${WRITE_EVERY} a claim, a draft or a vote`,
            more,
          },
        },
        {
          name: 'api_memory_growth',
          goal: { atMost: MOST_GROWTH },
          figure: {
            value: last,
            limit: early ?? last,
            ratio: last / (early ?? last),
            unit: 'MB',
            how: `resident memory after ${done} requests; the limit is that after a fifth of them`,
          },
        },
      ];
    } finally {
      await api.stop();
    }
  },
};

/** Rounds of requests, one after the other, each with votes that were not given before. */
class WorkingDay {
  requests = 0;
  refused = 0;
  by: MixedAnswers['by'] | '' = '';
  #voted = 0;
  readonly #bench: Bench;
  readonly #database: BenchDatabase;
  readonly #baseUrl: string;

  constructor(bench: Bench, database: BenchDatabase, baseUrl: string) {
    this.#bench = bench;
    this.#database = database;
    this.#baseUrl = baseUrl;
  }

  async goOn(): Promise<void> {
    const votes = (answers: number): number => Math.ceil(answers / WRITE_EVERY / WRITES_OF_A_VOTE);
    const left = STOCK - DRAFTED - this.#voted;
    // When the stock is used up, the last votes are sent again, which stores nothing.
    const wanted = Math.min(left, votes(SECONDS * MOST_PER_SECOND));
    const from = wanted > 0 ? this.#voted : Math.max(0, this.#voted - 1_000);
    const answers = await loadMixed({
      baseUrl: this.#baseUrl,
      reads: readsOfADay(),
      writes: await writesOfADay(this.#database, {
        from,
        votes: Math.max(wanted, Math.min(1_000, STOCK - DRAFTED)),
        stock: STOCK,
      }),
      writeEvery: WRITE_EVERY,
      connections: CONNECTIONS,
      seconds: SECONDS,
      folder: this.#bench.folder,
    });
    this.requests += answers.requests;
    this.refused += answers.refused;
    this.by = answers.by;
    // What was under way when the time was over is stored as well.
    this.#voted += Math.min(Math.max(0, wanted), votes(answers.requests + CONNECTIONS));
  }

  /** Votes that are stored. Throws where people at work were refused, or next to no vote is there. */
  async checked(): Promise<number> {
    const share = this.refused / this.requests;
    if (share > MOST_REFUSED)
      throw new Error(`${Math.round(share * 100)} of 100 requests were refused: that is no working day.`);
    const { rows } = await this.#database.pool.query<{ n: number }>(
      'select count(*)::int as n from judgments',
    );
    const stored = rows[0]!.n;
    if (stored < this.#voted / 2) throw new Error(`${this.#voted} votes were sent and ${stored} are stored.`);
    return stored;
  }
}
