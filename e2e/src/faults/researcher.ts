import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, type Client, NoAnswer } from '@pairwright/contract/client';
import type { ExportFormat } from '@pairwright/contract/datasets';
import { recipe } from '@pairwright/contract/recipe';
import { ApiAnnotator, type Manners } from '../chaos/api-annotator.ts';
import { kindOf } from '../chaos/kinds.ts';
import type { Ledger } from './ledger.ts';
import { fileOf, type Rows } from './rows.ts';

interface Person {
  readonly userId: string;
  readonly token: string;
}

/** Rows of one import. */
const ROWS = 600;
const POLL_MS = 40;

/** Somebody who imports, freezes, exports and excludes as the pages do: asks until it is answered, then looks until it is done. */
export class Researcher extends ApiAnnotator {
  readonly #ledger: Ledger;
  readonly #patienceMs: number;

  constructor(who: Person, how: Manners, ledger: Ledger) {
    super(who, how);
    this.#ledger = ledger;
    this.#patienceMs = how.patienceMs;
  }

  /** Brings a file of these rows and waits until all are there. */
  async importRows(projectId: string, of: Rows): Promise<void> {
    const { word, kind = 'pair' } = of;
    const rawBody = fileOf(of, ROWS);
    const headers = { 'content-type': 'application/x-ndjson' };
    const { id: importId } = await this.untilAnswered((client) =>
      client.call(
        'uploadImport',
        { params: { projectId }, query: { filename: `${word}.jsonl` } },
        { rawBody, headers },
      ),
    );
    const params = { projectId, importId };
    await this.#onceOnly((client) =>
      client.call('runImport', { params, body: { pairing: kindOf(kind).pairing } }),
    );
    this.#ledger.imports.set(importId, { word, rows: ROWS });
    await this.#untilDone(`import ${importId}`, (client) => client.call('getImport', { params }), {
      good: ['succeeded'],
      bad: ['failed', 'cancelled'],
    });
  }

  /** Makes a dataset of the project and gives its id. */
  async makeDataset(projectId: string, name: string): Promise<string> {
    const body = { name, recipe: recipe.parse({}) };
    const { id } = await this.untilAnswered((client) =>
      client.call('createDataset', { params: { projectId }, body }),
    );
    return id;
  }

  /** Freezes a dataset, exports the version and downloads all files. `contentOf` reads what a version holds. */
  async freezeAndExport(
    {
      projectId,
      datasetId,
      format = 'votes',
    }: { projectId: string; datasetId: string; format?: ExportFormat },
    contentOf: (versionId: string) => Promise<string>,
  ): Promise<void> {
    const { id: versionId } = await this.untilAnswered((client) =>
      client.call('freezeDataset', { params: { projectId, datasetId } }),
    );
    const told: { content: string | undefined } = { content: undefined };
    this.#ledger.versions.set(versionId, told);
    const versionParams = { projectId, versionId };
    const states = { good: ['ready'], bad: ['failed', 'cancelled'] };
    const version = await this.#untilDone(
      `version ${versionId}`,
      (client) => client.call('getVersion', { params: versionParams }),
      states,
    );
    if (version === undefined) return;
    told.content = await contentOf(versionId);
    // So early that people have only disagreed, there is no line for a trainer; votes there are.
    const body = { format: version.rows === 0 ? ('votes' as const) : format };
    const { id: exportId } = await this.untilAnswered((client) =>
      client.call('startExport', { params: versionParams, body }),
    );
    const sums = new Map<string, string>();
    this.#ledger.exports.set(exportId, { sums });
    const params = { projectId, exportId };
    const made = await this.#untilDone(
      `export ${exportId}`,
      (client) => client.call('getExport', { params }),
      states,
    );
    for (const { name: fileName } of made?.files ?? []) {
      const bytes = await this.untilAnswered(async (client) => {
        const answer = await client.open('downloadFile', { params: { ...params, fileName } });
        return new Uint8Array(await answer.arrayBuffer().catch(brokenOff));
      });
      sums.set(fileName, createHash('sha256').update(bytes).digest('hex'));
    }
  }

  /** Sets somebody's judgments aside and takes them in again. */
  async excludeAndEnd(projectId: string, annotatorId: string): Promise<void> {
    const params = { projectId };
    const mineOf = async (client: Client) => {
      const { items } = await client.call('listExclusions', { params, query: { limit: 100 } });
      return items.filter((one) => one.annotatorId === annotatorId && one.state !== 'ended');
    };
    const mine = () => this.untilAnswered(mineOf);
    const body = { annotatorId, scope: { kind: 'all' as const }, reason: 'To be looked at.' };
    let tries = 0;
    const made = await this.untilAnswered(async (client) => {
      tries += 1;
      // Whoever got no answer looks whether it is there, before they ask for another one.
      const [there] = tries > 1 ? await mineOf(client) : [];
      return there ?? (await client.call('createExclusion', { params, body }));
    });
    this.#ledger.exclusions.add(made.id);
    await this.#until(`exclusion ${made.id}`, async () =>
      (await mine()).every(({ state }) => state === 'applied'),
    );
    // The first may have come in after that look.
    for (const { id: exclusionId } of await mine()) {
      await this.#onceOnly((client) =>
        client.call('endExclusion', {
          params: { projectId, exclusionId },
          body: { because: 'It was a mistake.' },
        }),
      );
    }
    await this.#until(`end of ${made.id}`, async () => (await mine()).length === 0);
  }

  /** Asks for a step of which no answer may have come back: a refusal for its state then says that it was taken. */
  async #onceOnly(step: (client: Client) => Promise<unknown>): Promise<void> {
    let tries = 0;
    await this.untilAnswered(async (client) => {
      tries += 1;
      try {
        await step(client);
      } catch (error) {
        const taken = tries > 1 && error instanceof ApiProblem && error.body.code === 'wrong_state';
        if (!taken) throw error;
      }
    });
  }

  async #untilDone<T extends { readonly state: string }>(
    what: string,
    look: (client: Client) => Promise<T>,
    { good, bad }: { good: readonly string[]; bad: readonly string[] },
  ): Promise<T | undefined> {
    let last: T | undefined;
    await this.#until(what, async () => {
      last = await this.untilAnswered(look);
      return [...good, ...bad].includes(last.state);
    });
    if (last !== undefined && good.includes(last.state)) return last;
    this.#ledger.faults.push(`The ${what} ended as ${JSON.stringify(last)}.`);
    return undefined;
  }

  async #until(what: string, isDone: () => Promise<boolean>): Promise<void> {
    const giveUp = Date.now() + this.#patienceMs;
    while (!(await isDone())) {
      if (Date.now() > giveUp) throw new Error(`The ${what} did not come to its end in time.`);
      await delay(POLL_MS);
    }
  }
}

function brokenOff(cause: unknown): never {
  throw new NoAnswer('The download broke off.', { cause });
}
