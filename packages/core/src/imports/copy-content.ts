import { arrayText } from '@pairwright/db/copy-text';
import { openCopyWriter } from '@pairwright/db/copy';
import type { CopyValue } from '@pairwright/db/copy-text';
import type { Reject } from './chunk.ts';
import type { ComparisonDefaults } from './known-content.queries.ts';
import type { NewComparison, NewPrompt, NewResponse } from './plan-chunk.ts';

/** The connection a transaction runs on. */
export type CopyClient = Parameters<typeof openCopyWriter>[0];

const promptColumns = ['id', 'project_id', 'external_id', 'messages', 'content_hash', 'language', 'category', 'source', 'metadata'] as const;
const responseColumns = ['id', 'prompt_id', 'model', 'messages', 'content_hash', 'metadata'] as const;
const comparisonColumns = ['id', 'project_id', 'prompt_id', 'response_ids', 'batch_id', 'rank', 'target_judgments', 'side_seed', 'metadata'] as const;
const rejectColumns = ['import_id', 'line_number', 'ordinal', 'byte_offset', 'byte_length', 'path', 'value', 'code', 'rule', 'fix'] as const;

export async function copyPrompts(client: CopyClient, projectId: string, prompts: readonly NewPrompt[]): Promise<void> {
  await copyRows(client, { table: 'prompts', columns: promptColumns }, prompts, ({ id, row }) => [
    id, projectId, row.externalId, row.messages, `\\x${row.hash}`, row.language, row.category, row.source, row.metadata,
  ]);
}

export async function copyResponses(client: CopyClient, responses: readonly NewResponse[]): Promise<void> {
  await copyRows(client, { table: 'responses', columns: responseColumns }, responses, ({ id, promptId, response }) => [
    id, promptId, response.model, response.messages, `\\x${response.hash}`, response.metadata,
  ]);
}

/** Ranks go on from `nextRank` in the order given; which side is first shown is drawn per comparison. */
export async function copyComparisons(
  client: CopyClient, given: { projectId: string; defaults: ComparisonDefaults }, comparisons: readonly NewComparison[],
): Promise<void> {
  const { batchId, targetJudgments, nextRank } = given.defaults;
  await copyRows(client, { table: 'comparisons', columns: comparisonColumns }, comparisons, (comparison, index) => [
    comparison.id, given.projectId, comparison.promptId, arrayText([comparison.first, comparison.second]), batchId, nextRank + index,
    targetJudgments, Math.random() < 0.5 ? 0 : 1, comparison.metadata,
  ]);
}

export async function copyRejects(client: CopyClient, importId: string, rejects: readonly Reject[]): Promise<void> {
  await copyRows(client, { table: 'import_rejects', columns: rejectColumns }, rejects, (reject) => [
    importId, reject.line, reject.ordinal, reject.byteOffset, reject.byteLength, reject.path, reject.value, reject.code, reject.rule, reject.fix,
  ]);
}

interface Target {
  readonly table: string;
  readonly columns: readonly string[];
}

async function copyRows<Row>(client: CopyClient, target: Target, rows: readonly Row[], values: (row: Row, index: number) => CopyValue[]): Promise<void> {
  if (rows.length === 0) return;
  const writer = openCopyWriter(client, target);
  try {
    for (const [index, row] of rows.entries()) {
      if (!writer.writeRow(values(row, index))) await writer.drain();
    }
    await writer.end();
  } catch (error) {
    await writer.abort(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}
