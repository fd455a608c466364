import type { RowVote } from '../../import-votes.ts';
import { Columns } from '../columns.ts';
import type { ForeignFaults } from '../foreign-faults.ts';
import type { ForeignRow, InFormat } from '../format.ts';
import { joinVotes } from '../joins.ts';
import { isObject, readList, readMessages } from '../messages.ts';
import type { OwnResponse } from '../own-row.ts';
import { anyOf, signature } from '../signature.ts';

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
  read: (row) => ({ asIs: row }),
};

/** Kinds of outcomes of the export that say it all by themselves. */
const plainOutcomes = new Set(['tie', 'both_bad', 'cannot_judge', 'retracted']);

/** Our `votes` export: one judgment a line, those of a comparison one after the other. */
export const ownVotes: InFormat = {
  name: 'votes',
  recognise: signature(
    { judgment_id: 'text', comparison_id: 'text', prompt: 'list', responses: 'list', outcome: 'text' },
    ['annotator', 'kind'],
  ),
  read: (row, faults) => {
    const columns = new Columns(row);
    const prompt = readMessages(faults, { path: '$.prompt', value: columns.get('prompt') });
    const responses = responsesOf(columns.get('responses'), faults);
    const said = saidOf(row, faults);
    if (prompt === null || responses === null || said === null) return null;
    const vote = voteOf(columns, said);
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

/** Everything else of a judgment stays with the vote, under the names of the export. */
function voteOf(columns: Columns, said: Partial<RowVote>): RowVote {
  const { row } = columns;
  const ratings = row['ratings'];
  const safe = row['safe'];
  const rationale = row['rationale'];
  const left = new Set([
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
    'created_at',
    'ratings',
    'safe',
    'rationale',
  ]);
  if (said.strength !== undefined) left.add('strength');
  if (said.ranks !== undefined) left.add('ranking');
  const metadata = Object.fromEntries(Object.entries(row).filter(([key]) => !left.has(key)));
  return {
    annotator: typeof row['annotator'] === 'string' ? row['annotator'] : null,
    kind: 'human',
    ...said,
    ...(Array.isArray(ratings) && ratings.length > 0 && { ratings }),
    ...(Array.isArray(safe) && { safe }),
    ...(typeof rationale === 'string' && { rationale }),
    ...(typeof row['created_at'] === 'string' && { created_at: row['created_at'] }),
    metadata,
  };
}
