import { messages, texts } from '../columns.ts';
import { defineFormat } from '../format.ts';
import { json, type Part } from '../json.ts';
import type { RecordOf, RecordOpinion, RecordResponse } from '../record.ts';
import { Refused } from '../refused.ts';
import { sidesOf } from '../sides.ts';
import { promptMessages, responseMessages } from '../turns.ts';

type Pair = RecordOf<'preference' | 'tie' | 'both_bad'>;

/** One line for each judgment of a pair, as in the arenas' public tables: which model won, in whose eyes. */
export const arena = defineFormat({
  name: 'arena',
  trainer: 'analysis',
  kinds: ['preference', 'tie', 'both_bad'],
  opinions: true,
  beside: false,
  margin: false,
  templates: [],
  shape: 'lines',
  columns: [
    ...texts('model_a', 'model_b', 'winner'),
    { name: 'conversation_a', type: messages },
    { name: 'conversation_b', type: messages },
    { name: 'judge', type: 'string', nullable: true },
    { name: 'turn', type: 'int64' },
    { name: 'language', type: 'string', nullable: true },
  ],
  rows: (record) => {
    const { first, second, sign } = sidesOf(record);
    const prompt = promptMessages(record);
    const before: Part[] = [
      ['model_a', modelOf(first)],
      ['model_b', modelOf(second)],
    ];
    const sides: Part[] = [
      ['conversation_a', json.messages([...prompt, ...responseMessages(first)])],
      ['conversation_b', json.messages([...prompt, ...responseMessages(second)])],
    ];
    return judgesOf(record).map(({ annotator, direction }) => [
      ...before,
      ['winner', json.text(winner(direction, sign))] as const,
      ...sides,
      ['judge', json.nullableText(annotator)] as const,
      ['turn', json.whole(turnOf(record))] as const,
      ['language', json.nullableText(record.language)] as const,
    ]);
  },
});

function modelOf({ model }: RecordResponse): string {
  if (model === null) throw new Refused('no_model');
  return json.text(model);
}

type Direction = 'first' | 'second' | 'tie' | 'both_bad';
interface Judge {
  readonly annotator: string | null;
  readonly direction: Direction;
}

/** Who said what; where no judgment stands behind the row but a decision of reviewers, the row's own outcome by nobody. */
function judgesOf(record: Pair): Judge[] {
  const judges = record.opinions.flatMap((opinion) => {
    const direction = directionOf(opinion);
    return direction === null ? [] : [{ annotator: opinion.annotator, direction }];
  });
  if (judges.length > 0) return judges;
  return [{ annotator: null, direction: record.kind === 'preference' ? 'first' : record.kind }];
}

/** Null: who cannot judge says nothing of the two. */
function directionOf({ outcome, strength }: RecordOpinion): Direction | null {
  if (outcome === 'cannot_judge') return null;
  if (outcome !== 'preference') return outcome;
  return (strength ?? 0) < 0 ? 'first' : 'second';
}

function winner(direction: Direction, sign: 1 | -1): string {
  if (direction === 'tie') return 'tie';
  if (direction === 'both_bad') return 'tie (bothbad)';
  return (direction === 'first') === (sign === 1) ? 'model_a' : 'model_b';
}

/** Which turn of the conversation was judged, from 1: the user's messages up to the judged one. */
function turnOf(record: Pair): number {
  const [response] = record.kind === 'preference' ? [record.chosen] : [record.first];
  const judged = response.messages.slice(0, record.judgeTurn === null ? undefined : record.judgeTurn + 1);
  return [...record.prompt, ...judged].filter(({ role }) => role === 'user').length;
}
