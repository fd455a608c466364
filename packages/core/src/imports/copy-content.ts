import { type BinaryColumn, type BinaryValue, copyBinary } from '@pairwright/db/copy-binary';
import { targetOf } from '@pairwright/domain/overlap';
import type { Reject } from './chunk.ts';
import type { ComparisonDefaults } from './known-content.queries.ts';
import type { NewComparison, NewPrompt, NewResponse } from './plan-chunk.ts';

/** The connection a transaction runs on. */
export type CopyClient = Parameters<typeof copyBinary>[0];

const promptTable = {
  table: 'prompts',
  columns: columns({
    id: 'uuid',
    project_id: 'uuid',
    external_id: 'text',
    messages: 'json',
    content_hash: 'bytea',
    language: 'text',
    language_detected: 'boolean',
    category: 'text',
    source: 'text',
    metadata: 'jsonb',
  }),
};
const responseTable = {
  table: 'responses',
  columns: columns({
    id: 'uuid',
    prompt_id: 'uuid',
    model: 'text',
    messages: 'json',
    content_hash: 'bytea',
    metadata: 'jsonb',
  }),
};
const comparisonTable = {
  table: 'comparisons',
  columns: columns({
    id: 'uuid',
    project_id: 'uuid',
    prompt_id: 'uuid',
    response_ids: 'uuid[]',
    batch_id: 'uuid',
    rank: 'bigint',
    target_judgments: 'smallint',
    side_seed: 'smallint',
    metadata: 'jsonb',
    state: 'text',
    judge_turn: 'smallint',
    import_line: 'bigint',
    sensitive: 'text[]',
  }),
};
const rejectTable = {
  table: 'import_rejects',
  columns: columns({
    import_id: 'uuid',
    item_number: 'bigint',
    file_name: 'text',
    row_number: 'bigint',
    line_number: 'bigint',
    ordinal: 'smallint',
    byte_offset: 'bigint',
    byte_length: 'bigint',
    path: 'text',
    value: 'text',
    code: 'text',
    rule: 'text',
    fix: 'text',
  }),
};

export function copyPrompts(
  client: CopyClient,
  projectId: string,
  prompts: readonly NewPrompt[],
): Promise<void> {
  return copyRows(client, promptTable, {
    rows: prompts,
    values: ({ id, row }) => [
      id,
      projectId,
      row.externalId,
      row.messages,
      row.hash,
      row.language,
      row.languageDetected,
      row.category,
      row.source,
      row.metadata,
    ],
  });
}

export function copyResponses(client: CopyClient, responses: readonly NewResponse[]): Promise<void> {
  return copyRows(client, responseTable, {
    rows: responses,
    values: ({ id, promptId, response }) => [
      id,
      promptId,
      response.model,
      response.messages,
      response.hash,
      response.metadata,
    ],
  });
}

/** Whether the question as it is can be asked of so many responses. */
export type FitTest = (responses: number) => boolean;

/** Ranks go on from `nextRank` in the order given; which side is first shown is drawn per comparison. */
export function copyComparisons(
  client: CopyClient,
  given: { projectId: string; defaults: ComparisonDefaults; fits: FitTest },
  comparisons: readonly NewComparison[],
): Promise<void> {
  const { batchId, overlap, nextRank } = given.defaults;
  return copyRows(client, comparisonTable, {
    rows: comparisons,
    values: (comparison, index) => [
      comparison.id,
      given.projectId,
      comparison.promptId,
      comparison.responseIds,
      batchId,
      nextRank + index,
      targetOf(comparison.id, overlap),
      Math.random() < 0.5 ? 0 : 1,
      comparison.metadata,
      given.fits(comparison.responseIds.length) ? 'open' : 'unfit',
      comparison.judgeTurn,
      comparison.line,
      comparison.sensitive,
    ],
  });
}

export function copyRejects(client: CopyClient, importId: string, rejects: readonly Reject[]): Promise<void> {
  return copyRows(client, rejectTable, {
    rows: rejects,
    values: (reject) => [
      importId,
      reject.item,
      reject.file,
      reject.row,
      reject.line,
      reject.ordinal,
      reject.byteOffset,
      reject.byteLength,
      reject.path,
      reject.value,
      reject.code,
      reject.rule,
      reject.fix,
    ],
  });
}

interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly values: (row: Row, index: number) => BinaryValue[];
}

interface Target {
  readonly table: string;
  readonly columns: readonly BinaryColumn[];
}

async function copyRows<Row>(client: CopyClient, target: Target, { rows, values }: Rows<Row>): Promise<void> {
  if (rows.length === 0) return;
  const encoded = function* (): Generator<BinaryValue[]> {
    for (let index = 0; index < rows.length; index += 1) yield values(rows[index] as Row, index);
  };
  await copyBinary(client, target, encoded());
}

function columns(types: Readonly<Record<string, BinaryColumn['type']>>): BinaryColumn[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}
