import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Real outputs, Chinese and English (LLaMA-Factory, Apache-2.0; see ATTRIBUTION.md beside them). */
const fixtures = path.resolve(import.meta.dirname, '../../../packages/formats/src/in/fixtures');
const columns = ['编号', '问题', '回答A', '回答B', '模型A', '模型B'];

/** A row of the table as it was meant. */
export interface MeantRow {
  readonly number: string;
  readonly prompt: string;
  readonly answers: readonly [string, string];
}

interface ShareGptRow {
  readonly conversations: readonly { from: string; value: string }[];
  readonly chosen: { value: string };
  readonly rejected: { value: string };
}

function rowsOf(file: string): Omit<MeantRow, 'number'>[] {
  const lines = readFileSync(path.join(fixtures, file), 'utf8').trimEnd().split('\n');
  return lines.flatMap((line) => {
    const { conversations, chosen, rejected } = JSON.parse(line) as ShareGptRow;
    const [turn, ...more] = conversations;
    return turn?.from !== 'human' || more.length > 0
      ? []
      : [{ prompt: turn.value, answers: [chosen.value, rejected.value] as const }];
  });
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** A record as a spreadsheet writes it. */
export function recordOf({ number, prompt, answers }: MeantRow): string {
  return [number, quoted(prompt), ...answers.map(quoted), 'm-甲', 'm-乙'].join(';');
}

/** What is wrong with a record: how it stands in the file, and by which sentence it is refused. */
const faults: Readonly<Record<string, { break: (record: string) => Uint8Array; rule: RegExp }>> = {
  '3': {
    break: (record) => Buffer.from(record.replace(/;m-甲;m-乙$/, '')),
    rule: /every row has as many cells as the header, 6; this one has 4/,
  },
  '6': {
    break: (record) => Buffer.from(record.replace(';"', ';"\0')),
    rule: /NUL/,
  },
  '8': {
    // As an editor leaves it that saved one cell in GBK.
    break: (record) => Buffer.concat([Buffer.from(record), Buffer.from([0xc4, 0xe3])]),
    rule: /UTF-8/,
  },
  '11': {
    break: (record) => Buffer.from(record.replace(';"', ';"He said "no" and ')),
    rule: /a quoted cell ends with a double quote/,
  },
};

/**
 * A table as people upload it: made by a spreadsheet (a mark at its start, semicolons, CRLF, line breaks in cells), with four
 * records that cannot be read, one that stands there twice, one whose answers are the same and one without an answer.
 */
export function messyTable() {
  const meant: MeantRow[] = [
    ...rowsOf('llamafactory-sharegpt-zh.jsonl'),
    ...rowsOf('llamafactory-sharegpt-en.jsonl').slice(0, 5),
  ].map((row, index) => ({ ...row, number: String(index + 1) }));
  const [first] = meant;
  const equal: MeantRow = { ...meant.at(-1)!, number: 'same', answers: ['Yes.', 'Yes.'] };
  const silent: MeantRow = { ...meant.at(-1)!, number: 'empty', answers: ['', 'Yes, it is.'] };
  const records = [...meant, first!, equal, silent].map((row) => {
    const record = recordOf(row);
    return faults[row.number]?.break(record) ?? Buffer.from(record);
  });
  const newline = Buffer.from('\r\n');
  const header = columns.join(';');
  return {
    bytes: Buffer.concat([Buffer.from(`\uFEFF${header}`), ...records.flatMap((record) => [newline, record])]),
    header,
    /** Rows that become comparisons, those that have to be mended first among them. */
    comparable: [...meant, silent],
    broken: meant.filter(({ number }) => number in faults),
    rules: Object.values(faults).map(({ rule }) => rule),
    /** As the broken records come back: bytes that are no text are marked. */
    rejected: meant.flatMap((row) => {
      const found = faults[row.number];
      return found === undefined ? [] : [new TextDecoder().decode(found.break(recordOf(row)))];
    }),
  };
}
