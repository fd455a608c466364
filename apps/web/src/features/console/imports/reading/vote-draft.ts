import { type Mapping, type SomeMapping, voteMappingFault } from '@pairwright/contract/import-mapping';

export const voteKinds = ['first', 'winner', 'strength', 'thumbs', 'ranks', 'ratings', 'steps'] as const;
type VoteKind = (typeof voteKinds)[number];
export const outcomes = ['a', 'b', 'tie', 'both_bad', 'cannot_judge'] as const;
type Outcome = (typeof outcomes)[number];
/** Ways to say which words of a column mean what. */
export const marks = { thumbs: ['up', 'down'], steps: ['right', 'wrong'] } as const;
type Mark = (typeof marks)[keyof typeof marks][number];
export const mostVotes = 20;

/** One criterion: its name, and the place of its number for each answer in a column of its own, or the key inside an item. */
export interface RatingDraft {
  name: string;
  places: readonly string[];
}

/** A past judgment as it is filled in; an empty text names no place. */
export interface VoteDraft {
  kind: VoteKind;
  column: string;
  /** Which words of the column mean what, parted by commas. */
  values: Record<Outcome, string>;
  marks: Record<Mark, string>;
  negative: 'first' | 'second';
  strongest: string;
  best: 'lowest' | 'highest';
  /** Of ranks, as of a criterion. */
  places: readonly string[];
  ratings: readonly RatingDraft[];
  annotator: string;
  judge: '' | 'human' | 'model';
  rationale: string;
  createdAt: string;
}

export const emptyRating: RatingDraft = { name: '', places: [] };

export const emptyVote: VoteDraft = {
  kind: 'winner',
  column: '',
  values: { a: '', b: '', tie: '', both_bad: '', cannot_judge: '' },
  marks: { up: '', down: '', right: '', wrong: '' },
  negative: 'first',
  strongest: '3',
  best: 'lowest',
  places: [],
  ratings: [emptyRating],
  annotator: '',
  judge: '',
  rationale: '',
  createdAt: '',
};

export type VoteFault =
  | 'vote_column_missing'
  | 'vote_values_missing'
  | 'strongest_wrong'
  | 'places_missing'
  | 'ratings_missing'
  | 'vote_of_two'
  | 'vote_of_one';

type VoteMapping = Mapping['votes'][number];

/** The answers that a mapping has, and which of those filled in they are. */
interface DraftAnswers {
  readonly responses: Mapping['responses'];
  /** Places of the answers that have a column, among all that are filled in. */
  readonly used: readonly number[];
}

const aboutOne = new Set<VoteKind>(['thumbs', 'steps']);

/** A past judgment to send, or what is still missing. */
export function readVote(draft: VoteDraft, answers: DraftAnswers): VoteMapping | VoteFault {
  const said = readSaid(draft, answers);
  if (typeof said === 'string') return said;
  const { judge, annotator, rationale, createdAt } = draft;
  const vote = {
    ...said,
    by: judge === '' ? null : judge,
    ...(annotator !== '' && { annotator: { column: annotator } }),
    ...(rationale !== '' && { rationale }),
    ...(createdAt !== '' && { createdAt }),
  } as VoteMapping;
  if (voteMappingFault(vote, answers) === null) return vote;
  return aboutOne.has(draft.kind) ? 'vote_of_one' : 'vote_of_two';
}

type Said<Kind extends VoteKind = VoteKind> = Kind extends VoteKind
  ? Omit<Extract<VoteMapping, { kind: Kind }>, 'by' | 'annotator' | 'rationale' | 'createdAt'>
  : never;

function readSaid(draft: VoteDraft, answers: DraftAnswers): Said | VoteFault {
  const { kind, column } = draft;
  if (kind === 'first') return { kind };
  if (kind === 'ranks') return readRanks(draft, answers);
  if (kind === 'ratings') return readRatings(draft, answers);
  if (column === '') return 'vote_column_missing';
  if (kind === 'strength') {
    const strongest = Number(draft.strongest);
    return strongest > 0 ? { kind, column, negative: draft.negative, strongest } : 'strongest_wrong';
  }
  if (kind === 'winner') {
    const values = outcomes.flatMap((outcome) =>
      wordsOf(draft.values[outcome]).map((word) => [word, outcome]),
    );
    return values.length === 0 ? 'vote_values_missing' : { kind, column, values: Object.fromEntries(values) };
  }
  const [yes, no] = marks[kind].map((mark) => wordsOf(draft.marks[mark])) as [string[], string[]];
  if (yes.length === 0 || no.length === 0) return 'vote_values_missing';
  return kind === 'thumbs' ? { kind, column, up: yes, down: no } : { kind, column, right: yes, wrong: no };
}

/** A place for each answer, or the one key of all; null where one is missing. */
function placesOf(places: readonly string[], { responses, used }: DraftAnswers): string | string[] | null {
  if (!('columns' in responses)) return places[0] || null;
  const found = used.map((at) => places[at] ?? '');
  return found.includes('') ? null : found;
}

function readRanks({ places, best }: VoteDraft, answers: DraftAnswers): Said<'ranks'> | VoteFault {
  const found = placesOf(places, answers);
  if (found === null) return 'places_missing';
  return typeof found === 'string'
    ? { kind: 'ranks', item: found, best }
    : { kind: 'ranks', columns: found, best };
}

function readRatings({ ratings }: VoteDraft, answers: DraftAnswers): Said<'ratings'> | VoteFault {
  const keys = ratings.map(({ name, places }) => [name.trim(), placesOf(places, answers)] as const);
  if (keys.length === 0 || keys.some(([name, places]) => name === '' || places === null))
    return 'ratings_missing';
  return { kind: 'ratings', keys: Object.fromEntries(keys) as Record<string, string | string[]> };
}

function wordsOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

const listOf = (words: readonly unknown[]): string => words.map(String).join(', ');
const manyOf = (places: string | readonly string[]): readonly string[] =>
  typeof places === 'string' ? [places] : places;

/** A saved judgment to be changed; null where it says more than can be filled in here. */
export function voteDraftOf(vote: NonNullable<SomeMapping['votes']>[number]): VoteDraft | null {
  if (vote.annotator !== undefined && 'name' in vote.annotator) return null;
  const who = {
    ...emptyVote,
    annotator: vote.annotator?.column ?? '',
    judge: vote.by ?? ('' as const),
    rationale: vote.rationale ?? '',
    createdAt: vote.createdAt ?? '',
  };
  switch (vote.kind) {
    case 'first':
      return { ...who, kind: 'first' };
    case 'strength': {
      const { kind, column, negative, strongest = 3 } = vote;
      return { ...who, kind, column, negative, strongest: String(strongest) };
    }
    case 'winner': {
      const said = Object.entries(vote.values);
      const words = outcomes.map((outcome) => [
        outcome,
        listOf(said.flatMap(([word, means]) => (means === outcome ? [word] : []))),
      ]);
      const values = Object.fromEntries(words) as VoteDraft['values'];
      return { ...who, kind: 'winner', column: vote.column, values };
    }
    case 'thumbs': {
      const given = { ...who.marks, up: listOf(vote.up), down: listOf(vote.down) };
      return { ...who, kind: 'thumbs', column: vote.column, marks: given };
    }
    case 'steps': {
      const given = { ...who.marks, right: listOf(vote.right), wrong: listOf(vote.wrong) };
      return { ...who, kind: 'steps', column: vote.column, marks: given };
    }
    case 'ranks':
      return { ...who, kind: 'ranks', best: vote.best, places: vote.columns ?? manyOf(vote.item ?? '') };
    case 'ratings': {
      const ratings = Object.entries(vote.keys).map(([name, places]) => ({ name, places: manyOf(places) }));
      return { ...who, kind: 'ratings', ratings };
    }
  }
}
