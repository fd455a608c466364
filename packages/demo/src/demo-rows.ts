import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { demoDataDir } from './demo-data.ts';
import type { MtBenchQuestion } from './mt-bench-rows.ts';

/** A row of a bundled file, as the import takes it. */
export interface DemoRow {
  readonly category: string;
  readonly responses: readonly { readonly model: string }[];
  readonly [key: string]: unknown;
}

/** Which rows of a bundled file a demo project has, in their order. */
export interface DemoRows {
  readonly file: string;
  /** The row as it goes in, or null to leave it out; all as they are without this. */
  readonly pick?: (row: DemoRow) => DemoRow | null;
  /** At most so many of those picked. */
  readonly most?: number;
}

/** The bytes of the rows, one JSON object per line. */
export async function* readDemoRows({ file, pick, most = Infinity }: DemoRows): AsyncGenerator<Uint8Array> {
  const input = createReadStream(path.join(demoDataDir, file));
  if (pick === undefined && most === Infinity) return yield* input as AsyncIterable<Uint8Array>;
  let taken = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (taken >= most) break;
    const row = pick === undefined ? (JSON.parse(line) as DemoRow) : pick(JSON.parse(line) as DemoRow);
    if (row === null) continue;
    taken += 1;
    yield Buffer.from(`${JSON.stringify(row)}\n`);
  }
  input.destroy();
}

/** Rows of these categories. */
export function ofCategories(...names: readonly string[]): (row: DemoRow) => DemoRow | null {
  return (row) => (names.includes(row.category) ? row : null);
}

/** Fewer paragraphs than this are no chain of reasoning. */
const FEWEST_STEPS = 3;
const licence = 'Apache-2.0; also CC-BY-4.0 as part of lmsys/mt_bench_human_judgments, but vicuna-13b-v1.3';

/** The first turn of a mathematical question of MT-Bench, with the answers that go step by step; null for other rows. */
export function stepByStep(given: DemoRow): DemoRow | null {
  const { category, prompt_id, lang, source, messages, responses } = given as unknown as MtBenchQuestion;
  if (category !== 'math') return null;
  const answers = responses.flatMap((response) => {
    const [first] = response.messages;
    const content = first?.content ?? '';
    return content.split(/\n\s*\n/).length < FEWEST_STEPS ? [] : [{ model: response.model, content }];
  });
  if (answers.length === 0) return null;
  return { prompt_id, lang, category, source, messages, responses: answers, metadata: { license: licence } };
}
