import type { RowVote, WhyNotCounted } from '../../import-votes.ts';
import { Columns } from '../columns.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import type { ForeignRow, InFormat } from '../format.ts';
import { joinVotes } from '../joins.ts';
import { ownRowOfCells } from '../own-cells.ts';
import { isObject, readList, readMessages } from '../messages.ts';
import { voteKeys } from '../../out/vote-rows.ts';
import type { OwnResponse } from '../own-row.ts';
import { anyOf, signature } from '../signature.ts';
import { type TableColumns, valuesOfCells } from '../table-cells.ts';

/** Rows that are ours already. */
export const ownRows: InFormat = {
  name: 'pairwright',
  aliases: ['own'],
  recognise: anyOf(
    (row) => signature({ messages: 'messages', responses: 'list' }, ['votes', 'prompt_id'])(row),
    (row) =>
      Array.isArray(row['response_a']) && 'winner_model_a' in row
        ? null
        : signature({ prompt: 'any', response_a: 'any', response_b: 'any' }, ['votes'])(row),
  ),
  ofTable: ownRowOfCells,
  read: (row) => ({ asIs: row }),
};

/** Kinds of outcomes of the export that say it all by themselves. */
const plainOutcomes = new Set(['tie', 'both_bad', 'cannot_judge', 'retracted']);

type VoteKey = (typeof voteKeys)[number];

/** Texts of `votes` that may be missing: an empty cell is none. */
const cellsOrNothing: readonly VoteKey[] = [
  'prompt_external_id',
  'language',
  'annotator',
  'annotator_kind',
  'rationale',
  'view',
  'supersedes',
  'not_counted_because',
];
/** Texts that are always there. */
const cellsAsTheyAre: readonly VoteKey[] = [
  'judgment_id',
  'comparison_id',
  'project',
  'prompt_id',
  'kind',
  'outcome',
  'created_at',
];

/** What `votes` are as a table: whatever is no text is written as JSON. */
export const voteCells: TableColumns = {
  values: voteKeys.filter((key) => !cellsOrNothing.includes(key) && !cellsAsTheyAre.includes(key)),
  texts: cellsOrNothing,
};

/** Our `votes` export: one judgment a line, those of a comparison one after the other. */
export const ownVotes: InFormat = {
  name: 'votes',
  recognise: signature(
    { judgment_id: 'text', comparison_id: 'text', prompt: 'list', responses: 'list', outcome: 'text' },
    ['annotator', 'kind'],
  ),
  ofTable: (row, faults) => valuesOfCells(row, voteCells, faults),
  read: (row, faults) => {
    const columns = new Columns(row);
    const prompt = readMessages(faults, { path: '$.prompt', value: columns.get('prompt') });
    const responses = responsesOf(columns.get('responses'), faults);
    const said = saidOf(row, faults);
    const criteria = criteriaOf(row, faults);
    if (prompt === null || responses === null || said === null || criteria === null) return null;
    const vote = voteOf(columns, said, criteria);
    const pair = responses.length === 2;
    const turn = columns.get('judge_turn');
    const comparison = columns.get('comparison_id') as string;
    const id = columns.get('prompt_id');
    const external = columns.word('prompt_external_id');
    const project = columns.get('project');
    const language = columns.word('language');
    return [
      {
        prompt_id: external ?? (typeof id === 'string' ? id : undefined),
        pair_id: pair ? comparison : undefined,
        lang: language,
        lang_detected: language !== undefined && columns.get('language_detected') === true ? true : undefined,
        prompt,
        responses,
        pair,
        judge_turn: typeof turn === 'number' ? turn : undefined,
        votes: [vote],
        metadata: { comparison_id: comparison, prompt_id: id, project },
      },
    ];
  },
  join: joinVotes,
};

function responsesOf(value: unknown, faults: ForeignFaults): OwnResponse[] | null {
  const list = readList(faults, '$.responses', value);
  const read = list?.map((item, index): OwnResponse | null => {
    const path = `$.responses[${index}]`;
    if (!isObject(item)) return faults.add(path, item, 'wrong_type');
    const { id, model, messages: given } = item;
    if (given === null || given === undefined) return faults.add(`${path}.messages`, given, 'text_missing');
    const messages = readMessages(faults, { path: `${path}.messages`, value: given });
    return messages && { model: typeof model === 'string' ? model : null, messages, metadata: { id } };
  });
  return !read || read.includes(null) ? null : (read as OwnResponse[]);
}

/** What a judgment says, in the words of a vote. */
function saidOf(row: ForeignRow, faults: ForeignFaults): Partial<RowVote> | null {
  const { outcome, strength, ranking, steps } = row;
  if (typeof outcome === 'string' && plainOutcomes.has(outcome)) return { outcome } as Partial<RowVote>;
  if (outcome === 'preference' && typeof strength === 'number') return { strength };
  if (outcome === 'ranking' && Array.isArray(ranking)) return { ranks: ranking as number[] };
  if (outcome === 'thumbs_up' || outcome === 'thumbs_down')
    return { thumbs: outcome === 'thumbs_up' ? 'up' : 'down' };
  if (outcome === 'steps' && Array.isArray(steps))
    return { steps: steps.map(labelOf) as ('right' | 'wrong')[] };
  if (outcome === 'rated') return {};
  return faults.add('$.outcome', outcome, 'unknown_vote');
}

const labelOf = (step: unknown): unknown => (isObject(step) ? step['label'] : step);

type Criteria = NonNullable<RowVote['criteria']>;

/** Preferences per criterion, in the words of a vote; null when there is a fault. */
function criteriaOf({ criteria }: ForeignRow, faults: ForeignFaults): Criteria | null {
  if (criteria === undefined || criteria === null) return [];
  const list = readList(faults, '$.criteria', criteria);
  const read = list?.map((item, index): Criteria[number] | null => {
    const path = `$.criteria[${index}]`;
    if (!isObject(item) || typeof item['key'] !== 'string') return faults.add(path, item, 'wrong_type');
    const { key, outcome, strength } = item;
    if (outcome === 'tie' || outcome === 'not_applicable') return { key, outcome };
    if (outcome === 'preference' && typeof strength === 'number' && strength !== 0)
      return { key, outcome: strength < 0 ? 'a' : 'b', strength };
    return faults.add(`${path}.outcome`, outcome, 'unknown_vote');
  });
  return !read || read.includes(null) ? null : (read as Criteria);
}

/** What of the export has a place of its own in a row, or in a vote under another name. */
const carried = new Set([
  'prompt',
  'responses',
  'judge_turn',
  'comparison_id',
  'prompt_id',
  'prompt_external_id',
  'language',
  'language_detected',
  'project',
  'annotator',
  'annotator_kind',
  'presented_order',
  'created_at',
  'ratings',
  'flags',
  'flags_answered',
  'safe',
  'reasons',
  'spans',
  'rationale',
]);

/** Everything else of a judgment stays with the vote, under the names of the export. */
function voteOf(columns: Columns, said: Partial<RowVote>, criteria: Criteria): RowVote {
  const { row } = columns;
  const left = new Set(carried);
  if (said.strength !== undefined) left.add('strength');
  if (said.ranks !== undefined) left.add('ranking');
  const metadata = Object.fromEntries(Object.entries(row).filter(([key]) => !left.has(key)));
  const kind = row['annotator_kind'];
  return {
    annotator: typeof row['annotator'] === 'string' ? row['annotator'] : null,
    kind: kind === 'human' || kind === 'model' ? kind : null,
    ...said,
    ...countedOf(row),
    ...besideOf(row),
    ...(criteria.length > 0 && { criteria }),
    metadata,
  };
}

/** What the filters of a recipe left out of a dataset counts all the same. */
function countedOf({ counted, not_counted_because: why }: ForeignRow): Partial<RowVote> {
  if (counted !== false || why === 'filtered') return {};
  return { counted: false, ...(typeof why === 'string' && { not_counted_because: why as WhyNotCounted }) };
}

/** What was said beside the answer, and how it was shown; the rules of votes are checked there. */
function besideOf(row: ForeignRow): Partial<RowVote> {
  const { presented_order: shown, safe, rationale, rewrite, created_at: createdAt } = row;
  const lists = (['ratings', 'flags', 'reasons', 'spans'] as const).flatMap((key) => {
    const list = row[key];
    // Raising no flag is said where they were asked. Files of before do not tell; who judged in the workbench was asked every one.
    const isSaid =
      key === 'flags' && (row['flags_answered'] ?? typeof row['active_ms'] === 'number') === true;
    return Array.isArray(list) && (list.length > 0 || isSaid) ? [[key, list] as const] : [];
  });
  return {
    ...(Array.isArray(shown) && { shown: shown as number[] }),
    ...(Object.fromEntries(lists) as Partial<RowVote>),
    ...(Array.isArray(safe) && { safe: safe as boolean[] }),
    ...(isObject(rewrite) && {
      rewrite: { parent: rewrite['parent'] as number | null, content: rewrite['content'] as string },
    }),
    ...(typeof rationale === 'string' && { rationale }),
    ...(typeof createdAt === 'string' && { created_at: createdAt }),
  };
}
