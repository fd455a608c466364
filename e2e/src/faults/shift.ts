import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@pairwright/contract/client';
import type { TestDatabase } from '@pairwright/testkit/test-database';
import { ApiAnnotator, type Door, submissionOf } from '../chaos/api-annotator.ts';
import { BusyAnnotator } from '../chaos/busy-annotator.ts';
import { newHistory } from '../chaos/history.ts';
import { Dice } from '../chaos/dice.ts';
import { kindOf, type KindName } from '../chaos/kinds.ts';
import { type Campaign, createCampaign } from '../support/many-annotators.ts';
import { allFaults, type Told } from './checker.ts';
import { contentOfVersion, standOf, unfinished } from './data-checker.ts';
import type { Files } from './files.ts';
import { newLedger } from './ledger.ts';
import { Researcher } from './researcher.ts';

type Pool = TestDatabase['pool'];

/** An installation as clients and the checker see it. */
export interface Place {
  readonly pool: Pool;
  readonly files: Files;
  /** Where requests go. */
  readonly doors: readonly Door[];
  /** Starts the worker anew, as it would be at the next deployment. */
  restartWorker(): Promise<void>;
  /** Waits until everything works by itself. */
  untilReady(): Promise<void>;
}

export interface ShiftSize {
  readonly annotators: number;
  readonly comparisons: number;
  /** Comparisons of the project in which somebody is excluded; from 1,001 on a worker does a part of it. */
  readonly healed: number;
  /** What is asked and answered in all of it, and what the files are of; default: a pair on seven points. */
  readonly kind?: KindName;
  /** Letters of each text of what is judged, and half as many of what is imported; default: a few words. */
  readonly letters?: number;
}

const TARGET = 2;
/** Votes of before that each imported row brings. */
const PAST_VOTES = 2;
/** Comparisons that somebody else has judged too when the one who judged all is excluded. */
const JUDGED_TWICE = 100;
const PATIENCE_MS = 180_000;
/** What is worked on has ended by then, or nearly. */
const MINUTES_AFTER_MS = 10_000;
/** Of one request; an outbox is as impatient. */
const ANSWER_MS = 20_000;

/** Everything at once: people judge, and others import, freeze, export, exclude and take in again. */
export class Shift {
  readonly #place: Place;
  readonly #size: ShiftSize;
  readonly #judging: Campaign;
  readonly #healing: Campaign;
  readonly #importing: Campaign;
  /** What is answered where everything is judged to be healed. */
  readonly #dice = new Dice(randomInt(1_000_000), 'healing');
  readonly #ledger = newLedger();
  readonly #history = newHistory(TARGET);
  readonly #loops = { imports: 0, exports: 0, exclusions: 0 };
  #stand = '';
  #datasetId = '';
  #done = false;

  private constructor(place: Place, size: ShiftSize, campaigns: readonly [Campaign, Campaign, Campaign]) {
    this.#place = place;
    this.#size = size;
    [this.#judging, this.#healing, this.#importing] = campaigns;
  }

  /** Makes the projects; in one of them everything is judged, and stands as it shall stand at the end. */
  static async prepare(place: Place, size: ShiftSize, key: string): Promise<Shift> {
    const { pool } = place;
    const { annotators, healed, kind = 'pair', ...judged } = size;
    const of = (name: string) => ({ kind, target: TARGET, key: `${key}-${name}` });
    const shift = new Shift(place, size, [
      await createCampaign(pool, { ...of('judged'), ...judged, annotators }),
      await createCampaign(pool, { ...of('healed'), comparisons: healed, annotators: 2 }),
      await createCampaign(pool, { ...of('imported'), comparisons: 0, annotators: 0 }),
    ]);
    await shift.#judgeAllToHeal();
    shift.#datasetId = await shift.#researcher(shift.#judging).makeDataset(shift.#judging.projectId, key);
    return shift;
  }

  /** How often each kind of work came to its end. */
  get loops(): Readonly<Record<'imports' | 'exports' | 'exclusions' | 'judgments', number>> {
    return { ...this.#loops, judgments: this.#history.acknowledged.size };
  }

  /** Works while `trouble` goes on and until everything is judged; gives the number of requests that were asked again. */
  async work(trouble: () => Promise<void>): Promise<{ askedAgain: number }> {
    const how = this.#manners();
    const people = this.#judging.annotators.map((who, first) => new BusyAnnotator(who, { ...how, first }));
    const place = {
      projectId: this.#judging.projectId,
      kind: this.#judging.kind,
      history: this.#history,
      isDone: () => this.#done,
      onAnswer: () => undefined,
    };
    let troubled = true;
    const whileTroubled = async (step: (turn: number) => Promise<void>): Promise<void> => {
      for (let turn = 1; troubled; turn += 1) await step(turn);
    };
    const loops = Promise.all([
      whileTroubled((turn) => this.#import(turn)),
      whileTroubled(() => this.#freezeAndExport()),
      whileTroubled(() => this.#exclude()),
    ]);
    const toTheEnd = async (): Promise<void> => {
      await trouble();
      troubled = false;
      await this.#untilEnded(loops);
      await this.#untilJudged();
      this.#done = true;
    };
    try {
      await Promise.all([toTheEnd(), loops, ...people.map((person) => person.work(place))]);
    } finally {
      // Where one could not go on, the others end as well.
      troubled = false;
      this.#done = true;
    }
    return { askedAgain: people.reduce((sum, { askedAgain }) => sum + askedAgain, 0) };
  }

  /** Waits for what was begun. Where it does not end soon, nothing works on it any more, and minutes pass. */
  async #untilEnded(loops: Promise<unknown>): Promise<void> {
    let ended = false;
    const over = loops.finally(() => (ended = true));
    // Longer each time: what a slow machine is working on must come to its end.
    for (let patience = MINUTES_AFTER_MS; ; patience *= 2) {
      await Promise.race([over, delay(patience)]);
      if (ended) return;
      await this.minutesPass({ restart: true });
    }
  }

  /** Lets everything come to its end, as it does by itself in a few minutes, and gives what must not be. */
  async faults(): Promise<string[]> {
    const { pool, files } = this.#place;
    await this.#place.untilReady();
    const giveUp = Date.now() + PATIENCE_MS;
    for (let looks = 0; (await unfinished(pool)).length > 0 && Date.now() < giveUp; looks += 1) {
      if (looks % (MINUTES_AFTER_MS / 50) === 0) await this.minutesPass({ restart: true });
      await delay(50);
    }
    const told: Told = {
      judged: { projectId: this.#judging.projectId, history: this.#history },
      importedInto: { ...this.#importing, votes: PAST_VOTES },
      healed: { projectId: this.#healing.projectId, stand: this.#stand },
      ledger: this.#ledger,
    };
    return allFaults(pool, files, told);
  }

  /** Two minutes go by: what nothing has worked on for one is looked after, at once where the worker is started anew. */
  async minutesPass({ restart }: { restart: boolean }): Promise<void> {
    const { pool } = this.#place;
    const older = `heartbeat_at = heartbeat_at - interval '2 minutes', created_at = created_at - interval '2 minutes'`;
    for (const table of ['imports', 'dataset_versions', 'exports', 'health_reports'])
      await pool.query(`update ${table} set ${older} where state in ('checking', 'queued', 'running')`);
    await pool.query(`update exclusions set ${older} where state in ('applying', 'ending')`);
    if (!restart) return;
    await this.#place.restartWorker();
    // Imported votes make labels as well.
    for (const campaign of [this.#judging, this.#healing, this.#importing]) {
      const params = { projectId: campaign.projectId };
      await this.#researcher(campaign).untilAnswered((client) =>
        client.call('refreshResolutions', { params }),
      );
    }
  }

  /** Sends a file of so many bytes once; throws the refusal. */
  async upload(filename: string, bytes: number): Promise<void> {
    const { projectId } = this.#importing;
    const client = createClient({
      baseUrl: this.#place.doors[0]!.baseUrl,
      token: this.#importing.admin.token,
    });
    const headers = { 'content-type': 'application/x-ndjson' };
    const rawBody = 'x'.repeat(bytes);
    await client.call('uploadImport', { params: { projectId }, query: { filename } }, { rawBody, headers });
  }

  async #import(turn: number): Promise<void> {
    const { projectId, kind } = this.#importing;
    const letters = Math.floor((this.#size.letters ?? 0) / 2);
    await this.#researcher(this.#importing).importRows(projectId, {
      kind,
      word: `file${turn}`,
      letters,
      votes: PAST_VOTES,
    });
    this.#loops.imports += 1;
  }

  async #freezeAndExport(): Promise<void> {
    const { pool } = this.#place;
    const { projectId, kind } = this.#judging;
    const of = { projectId, datasetId: this.#datasetId, format: kindOf(kind).format };
    while (this.#history.acknowledged.size < 10 && !this.#done) await delay(50);
    await this.#researcher(this.#judging).freezeAndExport(of, (versionId) =>
      untilRead(() => contentOfVersion(pool, versionId)),
    );
    this.#loops.exports += 1;
  }

  async #exclude(): Promise<void> {
    const { projectId, annotators } = this.#healing;
    await this.#researcher(this.#healing).excludeAndEnd(projectId, annotators[0]!.userId);
    this.#loops.exclusions += 1;
  }

  #manners() {
    const patience = { patienceMs: PATIENCE_MS, answerWithinMs: ANSWER_MS, pauseMs: 300 };
    return { apis: this.#place.doors, ...patience, first: 0 };
  }

  #researcher({ admin }: Campaign): Researcher {
    return new Researcher(admin, this.#manners(), this.#ledger);
  }

  /** One person judges everything there and another one a part, and the first is excluded and taken in once while nothing is wrong. */
  async #judgeAllToHeal(): Promise<void> {
    const { healed } = this.#size;
    await this.#judgeToHeal(0, healed);
    await this.#judgeToHeal(1, Math.min(healed, JUDGED_TWICE));
    await this.#exclude();
    this.#stand = await standOf(this.#place.pool, this.#healing.projectId);
  }

  async #judgeToHeal(who: number, wanted: number): Promise<void> {
    const { projectId, kind, annotators } = this.#healing;
    const person = new ApiAnnotator(annotators[who]!, this.#manners());
    for (let judged = 0; judged < wanted;) {
      const { items } = await person.untilAnswered((client) =>
        client.call('claimAssignments', { params: { projectId }, body: { count: 20 } }),
      );
      await Promise.all(
        items.map((item) => {
          const call = {
            params: { projectId, assignmentId: item.id },
            body: submissionOf(kindOf(kind).answer(item, this.#dice)),
          };
          return person.untilAnswered((client) => client.call('submitJudgment', call));
        }),
      );
      judged += items.length;
    }
  }

  /** Whoever walked away comes back no more: their leases end, and others take over. */
  async #untilJudged(): Promise<void> {
    const { pool } = this.#place;
    const { projectId } = this.#judging;
    const giveUp = Date.now() + PATIENCE_MS;
    while (Date.now() < giveUp) {
      const { rows } = await untilRead(() =>
        pool.query<{ open: boolean }>(
          `select exists (select from comparisons where project_id = $1 and judged < target_judgments) as open`,
          [projectId],
        ),
      );
      if (rows[0]?.open === false) return;
      await delay(200);
      await untilRead(() =>
        pool.query(
          `update assignments set lease_expires_at = clock_timestamp() - interval '1 second' where project_id = $1 and state = 'leased'`,
          [projectId],
        ),
      );
      await untilRead(() => pool.query('select expire_leases(null, 500)'));
    }
    this.#ledger.faults.push('Not everything was judged in time.');
  }
}

/** The checker's own connections break with the others. */
async function untilRead<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      if (tries > 600) throw error;
      await delay(50);
    }
  }
}
