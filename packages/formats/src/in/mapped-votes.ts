import type { RowVote } from '../import-votes.ts';
import { type Columns, placePath, valueAt } from './columns.ts';
import type { ForeignFaults } from './foreign-faults.ts';
import { type Mapping, type VoteMapping, voteMappingFault } from '@pairwright/contract/import-mapping';
import { decoded, readList } from './messages.ts';
import { instantOf } from './votes.ts';
import { sayDetail } from '../rule-details.ts';

interface Place {
  readonly faults: ForeignFaults;
  /** How many responses the row has. */
  readonly responses: number;
}

type Said = Omit<RowVote, 'annotator' | 'kind'>;

/** The votes of a row; null when there is a fault. A vote column that is null or absent is no vote. */
export function mappedVotes(mapping: Mapping, columns: Columns, place: Place): RowVote[] | null {
  const votes: RowVote[] = [];
  const before = place.faults.list.length;
  for (const vote of mapping.votes) {
    const said = voteOf(vote, { mapping, columns, ...place });
    if (said === null) continue;
    votes.push({ ...whoOf(vote, columns), ...said });
  }
  return place.faults.list.length > before ? null : votes;
}

function whoOf({ annotator, by, rationale, createdAt }: VoteMapping, columns: Columns) {
  const name =
    annotator === undefined
      ? undefined
      : 'name' in annotator
        ? annotator.name
        : columns.word(annotator.column);
  const why = columns.word(rationale);
  const when = createdAt === undefined ? null : instantOf(columns.row[createdAt]);
  // A time that is no instant (a date alone, a local time) stays in the metadata.
  if (createdAt !== undefined && when !== null) columns.use(createdAt);
  return {
    annotator: name ?? null,
    kind: by,
    ...(why !== undefined && { rationale: why }),
    ...(when !== null && { created_at: when }),
  };
}

interface Scene extends Place {
  readonly mapping: Mapping;
  readonly columns: Columns;
}

/** A word of the file, compared as text: true, "true" and "True" are the same. */
const wordOf = (value: unknown): string => String(value).trim().toLowerCase();
const oneOf = (words: readonly unknown[]) => sayDetail('one_of', { words: words.join(', ') });
const among = (words: readonly unknown[], value: unknown): boolean =>
  words.map(wordOf).includes(wordOf(value));

function voteOf(vote: VoteMapping, scene: Scene): Said | null {
  const { columns, faults, mapping } = scene;
  // A saved mapping may be older than the rule.
  if (voteMappingFault(vote, mapping) !== null) return faults.add('$', vote.kind, 'mapping_unfit');
  if (vote.kind === 'first') return { outcome: 'a' };
  if (vote.kind === 'ranks') return ranksOf(vote, scene);
  if (vote.kind === 'ratings') return ratingsOf(vote, scene);
  const value = columns.get(vote.column);
  if (value === null || value === undefined || value === '') return null;
  const path = placePath(vote.column);
  switch (vote.kind) {
    case 'winner': {
      const found = Object.entries(vote.values).find(([word]) => wordOf(word) === wordOf(value));
      if (found === undefined)
        return faults.add(path, value, {
          code: 'unknown_vote',
          rule: oneOf(Object.keys(vote.values)),
        });
      return { outcome: found[1] };
    }
    case 'strength': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !(Math.abs(number) <= vote.strongest))
        return faults.add(path, value, {
          code: 'unknown_vote',
          rule: sayDetail('number_range', { least: -vote.strongest, most: vote.strongest }),
        });
      const towardsFirst = vote.negative === 'first' ? number : -number;
      // Not -0.
      return { strength: (towardsFirst * 3) / vote.strongest + 0 };
    }
    case 'thumbs':
      if (among(vote.up, value)) return { thumbs: 'up' };
      if (among(vote.down, value)) return { thumbs: 'down' };
      return faults.add(path, value, {
        code: 'unknown_vote',
        rule: oneOf([...vote.up, ...vote.down]),
      });
    case 'steps':
      return stepsOf(vote, { ...scene, value });
  }
}

function stepsOf(
  vote: Extract<VoteMapping, { kind: 'steps' }>,
  { faults, value }: Scene & { value: unknown },
): Said | null {
  const path = placePath(vote.column);
  const list = readList(faults, path, value);
  if (list === null) return null;
  const steps = list.map((label, index) => {
    if (among(vote.right, label)) return 'right';
    if (among(vote.wrong, label)) return 'wrong';
    return faults.add(`${path}[${index}]`, label, {
      code: 'unknown_vote',
      rule: oneOf([...vote.right, ...vote.wrong]),
    });
  });
  return steps.includes(null) ? null : { steps: steps as ('right' | 'wrong')[] };
}

function itemsOf({ mapping, columns, faults }: Scene): { path: string; items: readonly unknown[] } | null {
  if (!('list' in mapping.responses)) return null;
  const { list } = mapping.responses;
  const items = decoded(faults, placePath(list), columns.get(list));
  return Array.isArray(items) ? { path: placePath(list), items } : null;
}

/** Ranks as the file has them become 1, 2, 3 …; equal ones stay equal. */
function ranksOf(
  { item, columns: places, best }: Extract<VoteMapping, { kind: 'ranks' }>,
  scene: Scene,
): Said | null {
  const found =
    places === undefined
      ? itemsOf(scene)?.items.map((one) => valueAt(one, item!))
      : places.map((place) => scene.columns.get(place));
  if (found === undefined) return null;
  // Columns that are all empty are no vote.
  if (places !== undefined && found.every(isEmpty)) return null;
  const numbers = found.map((value) => (isEmpty(value) ? Number.NaN : Number(value)));
  const wrong = numbers.findIndex((number) => !Number.isFinite(number));
  if (wrong >= 0) {
    const path =
      places === undefined ? `${itemsOf(scene)!.path}[${wrong}].${item}` : placePath(places[wrong]!);
    return scene.faults.add(path, found[wrong], { code: 'unknown_vote', rule: sayDetail('rank_type') });
  }
  const levels = [...new Set(numbers)].sort((a, b) => (best === 'lowest' ? a - b : b - a));
  return { ranks: numbers.map((number) => levels.indexOf(number) + 1) };
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

function ratingsOf({ keys }: Extract<VoteMapping, { kind: 'ratings' }>, scene: Scene): Said | null {
  const list = itemsOf(scene);
  const ratings: { key: string; response: number; value: number }[] = [];
  for (let response = 0; response < scene.responses; response++) {
    for (const [key, places] of Object.entries(keys)) {
      const place = typeof places === 'string' ? places : places[response]!;
      const value =
        list === null ? scene.columns.get(place) : place.split('.').reduce(valueAt, list.items[response]);
      if (isEmpty(value)) continue;
      const number = Number(value);
      if (!Number.isFinite(number))
        return scene.faults.add(placePath(place), value, {
          code: 'unknown_vote',
          rule: sayDetail('rating_type'),
        });
      ratings.push({ key, response, value: number });
    }
  }
  return ratings.length === 0 ? null : { ratings };
}
