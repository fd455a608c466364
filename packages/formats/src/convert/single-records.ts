import { stepsOf } from '@pairwright/domain/judgment/steps';
import type { ImportResponse, ImportRow } from '../import-types.ts';
import type { RowVote } from '../import-votes.ts';
import type { ExportRecord } from '../out/record.ts';
import { placesOf } from './pair-votes.ts';
import type { RowHead, Told } from './row-head.ts';

/** What the votes of a row say of each of its responses alone: thumbs by simple majority, steps, means of ratings. */
export function singleRecords(row: ImportRow, head: RowHead): Told[] {
  return row.responses.flatMap((response, place) => {
    const about = (row.votes ?? []).filter((vote) => placesOf(vote, row.responses.length).includes(place));
    const single = { row, head, response, place, about };
    return [...labelOf(single), ...stepsTold(single), ...ratingsOf(single)];
  });
}

interface Single {
  readonly row: ImportRow;
  readonly head: RowHead;
  readonly response: ImportResponse;
  readonly place: number;
  readonly about: readonly RowVote[];
}

function commonOf({ row, head, place }: Single, votes: number) {
  return {
    ...head.common,
    id: row.responses.length === 1 ? head.id : `${head.id}-${place}`,
    source: head.source ?? ('single' as const),
    votes,
    response: head.responses[place]!,
  };
}

function labelOf(single: Single): Told[] {
  const thumbs = single.about.flatMap(({ thumbs }) => thumbs ?? []);
  if (thumbs.length === 0) return [];
  const up = thumbs.filter((thumb) => thumb === 'up').length;
  const down = thumbs.length - up;
  if (up === down) return [{ refused: 'tie' }];
  const agreement = Math.max(up, down) / thumbs.length;
  return [{ record: { ...commonOf(single, thumbs.length), kind: 'label', agreement, good: up > down } }];
}

type Steps = Extract<ExportRecord, { kind: 'steps' }>['steps'];

function stepsTold(single: Single): Told[] {
  const told = single.about.flatMap(({ steps }) => (steps === undefined ? [] : [steps]));
  const [first] = told;
  if (first === undefined) return [];
  const texts = textsOf(single, told);
  // Labels for other steps than the text has: which belongs to which is not guessed.
  if (texts === null) return [{ refused: 'no_steps' }];
  const steps: Steps[number][] = [];
  for (const [place, text] of texts.entries()) {
    const here = told.flatMap((labels) => labels[place] ?? []);
    if (here.length * 2 <= told.length) break;
    const [leader, next] = (['right', 'wrong', 'neutral'] as const)
      .map((label) => ({ label, votes: here.filter((one) => one === label).length }))
      .sort((one, other) => other.votes - one.votes);
    if (leader === undefined || leader.votes === next?.votes) return [{ refused: 'no_majority' }];
    steps.push({ text, label: leader.label });
  }
  return [{ record: { ...commonOf(single, told.length), kind: 'steps', agreement: null, steps } }];
}

/** The steps that were judged: those the row names, or those of the text where they are as many as the labels. */
function textsOf(
  { response, about }: Single,
  told: readonly (readonly string[])[],
): readonly string[] | null {
  const most = Math.max(...told.map(({ length }) => length));
  const named = response.metadata?.['steps'];
  if (Array.isArray(named) && named.every((step) => typeof step === 'string'))
    return named.length >= most ? named : null;
  const content = response.messages.at(-1)?.content ?? '';
  const placed = placedSteps(about, content);
  if (placed !== null) return placed.length >= most ? placed : null;
  const own = stepsOf(content).map(({ start, end }) => content.slice(start, end));
  return own.length === most ? own : null;
}

/** Our own votes say where each step stands, in code points. */
function placedSteps(about: readonly RowVote[], content: string): string[] | null {
  const points = [...content];
  const places = about.map(({ metadata }) => metadata?.['steps']).filter((steps) => Array.isArray(steps));
  const longest = places.sort((one, other) => other.length - one.length)[0] as
    | readonly { start?: unknown; end?: unknown }[]
    | undefined;
  if (longest === undefined) return null;
  if (longest.some((step) => typeof step?.start !== 'number' || typeof step.end !== 'number')) return null;
  return longest.map((step) => points.slice(step.start as number, step.end as number).join(''));
}

/** Means on the source's own scale, whose ends it does not tell: the lowest and the highest that was given stand for them. */
function ratingsOf(single: Single): Told[] {
  const given = new Map<string, number[]>();
  for (const { key, response, value } of single.about.flatMap(({ ratings }) => ratings ?? []))
    if (response === single.place) given.set(key, [...(given.get(key) ?? []), value]);
  if (given.size === 0) return [];
  const ratings = [...given].map(([key, values]) => ({
    key,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    lowest: Math.min(...values),
    highest: Math.max(...values),
  }));
  const votes = Math.max(...[...given.values()].map(({ length }) => length));
  return [{ record: { ...commonOf(single, votes), kind: 'ratings', agreement: null, ratings } }];
}
