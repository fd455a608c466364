import type { ExportFormat } from '@pairwright/contract/datasets';
import { scanJson } from '../../json-scan.ts';
import { isDeeplyWellFormed } from '../../text.ts';
import { axolotlBt, axolotlDpo } from './axolotl.ts';
import { llamafactoryAlpaca, llamafactoryKto, llamafactorySharegpt } from './llamafactory.ts';
import { helpsteer3, nemoAlignerDpo, nemoAlignerRegression, nemoAlignerRm, nemoRl } from './nemo.ts';
import { arena, colossal, hhStrings, mossRm, rewardbench, tinker, votes } from './others.ts';
import { isRow } from './shapes.ts';
import { swiftKto, swiftRlhf } from './swift.ts';
import { mixedColumns } from './table.ts';
import { kto, stepwise, textTriple, trlExplicit, trlImplicit } from './trl.ts';
import { type Row, type Rule, type Verdict, verdictOf } from './verdict.ts';

const rules: Readonly<Record<ExportFormat, Rule>> = {
  'trl-implicit': trlImplicit,
  'trl-explicit': trlExplicit,
  'text-triple': textTriple,
  'hh-strings': hhStrings,
  kto,
  stepwise,
  'llamafactory-sharegpt': llamafactorySharegpt,
  'llamafactory-alpaca': llamafactoryAlpaca,
  'llamafactory-kto': llamafactoryKto,
  'swift-rlhf': swiftRlhf,
  'swift-kto': swiftKto,
  'axolotl-bt': axolotlBt,
  'axolotl-dpo': axolotlDpo,
  'nemo-rl': nemoRl,
  'nemo-aligner-rm': nemoAlignerRm,
  'nemo-aligner-dpo': nemoAlignerDpo,
  'nemo-aligner-regression': nemoAlignerRegression,
  colossal,
  tinker,
  'moss-rm': mossRm,
  helpsteer3,
  rewardbench,
  arena,
  votes,
};

const MOST_DEPTH = 64;

/** What the trainer's loader makes of a file: of the whole, and of each row. */
export interface FileCheck {
  /** Why the whole file is refused; null: it is not. */
  readonly refused: string | null;
  /** Columns that are not of one type in all rows. */
  readonly mixed: readonly string[];
  readonly rows: readonly Verdict[];
}

/**
 * Reads the text of a file of a format as the trainer's loader would, by the rules in docs/formats.md: it knows nothing of
 * how the file was written.
 */
export function checkFile(format: ExportFormat, text: string): FileCheck {
  const rule = rules[format];
  try {
    const rows = rule.shape === 'list' ? readList(text) : readLines(text);
    if (rows.length === 0) throw new FileRefused('the file holds no row');
    return {
      refused: null,
      mixed: mixedColumns(rows),
      rows: rows.map((row, index) => columnsVerdict(rule, row) ?? verdictOf(rule.row(row, { rows, index }))),
    };
  } catch (error) {
    if (error instanceof FileRefused) return { refused: error.message, mixed: [], rows: [] };
    throw error;
  }
}

class FileRefused extends Error {}

/** A column that is missing, or one that the trainer stumbles over. */
function columnsVerdict({ needs, knows }: Rule, row: Row): Verdict | null {
  const missing = needs.find((name) => !Object.hasOwn(row, name));
  if (missing !== undefined) return { fate: 'error', why: `there is no ${missing}` };
  const strange = Object.keys(row).find((name) => !needs.includes(name) && knows?.includes(name) === false);
  return strange === undefined ? null : { fate: 'error', why: `nobody asked for ${strange}` };
}

function readLines(text: string): Row[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => asRow(parse(line)));
}

function readList(text: string): Row[] {
  const list = parse(text);
  if (!Array.isArray(list)) throw new FileRefused('the file is no list');
  return list.map(asRow);
}

function asRow(value: unknown): Row {
  if (!isRow(value)) throw new FileRefused('a row is no object');
  return value;
}

function parse(text: string): unknown {
  const { error, duplicates } = scanJson(text, MOST_DEPTH);
  if (error !== null) throw new FileRefused(`not JSON at ${error.offset}`);
  if (duplicates.length > 0) throw new FileRefused(`two keys ${duplicates[0]?.path}`);
  const value: unknown = JSON.parse(text);
  if (!isDeeplyWellFormed(value)) throw new FileRefused('half a surrogate pair');
  return value;
}
