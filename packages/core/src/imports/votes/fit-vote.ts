import type { Answer, SomeDetails } from '@pairwright/contract/judgment';
import type { Criterion, MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { checkAnswer } from '@pairwright/domain/judgment/check-answer';
import type { ShownTexts } from '@pairwright/domain/judgment/checked';
import { rankedPair } from '@pairwright/domain/judgment/ranking';
import { answerOfKey } from '@pairwright/domain/routing/gold';
import { maxStrength, toPosition } from '@pairwright/domain/scale';
import type { RowVote } from '@pairwright/formats/import-votes';

/** A vote as an answer to the question, by the places shown. */
export interface FittedVote {
  readonly answer: Answer;
  /** Towards the first shown where negative; null: the position says it. Some scales have no place for a strength of another. */
  readonly strength: number | null;
  readonly details: SomeDetails;
}

export interface VoteScene {
  readonly form: QuestionForm;
  /** Responses of the row by the places they were shown at. */
  readonly shown: readonly number[];
  /** What they say, in the same order. */
  readonly texts: ShownTexts;
  /** Responses of the whole row. */
  readonly rowSize: number;
}

/** What a vote says to the question about these responses; null where it says nothing that the question asks. */
export function fitVote(vote: RowVote, scene: VoteScene): FittedVote | null {
  const main = mainOf(vote, scene);
  if (main === null) return null;
  const faults: string[] = [];
  const { form, texts } = scene;
  checkAnswer({ form, answer: main.answer, texts, fault: (path) => faults.push(path) });
  return faults.length > 0 ? null : { ...main, details: detailsOf(vote, scene) };
}

type Said = Omit<FittedVote, 'details'>;
const plain = (answer: Answer | null): Said | null => answer && { answer, strength: null };

function mainOf(vote: RowVote, scene: VoteScene): Said | null {
  const { main } = scene.form;
  if (vote.outcome === 'retracted') return null;
  if (vote.outcome === 'cannot_judge') {
    const allowed = main.kind === 'pair' ? main.scale.allowCannotJudge : main.allowCannotJudge;
    return allowed ? plain({ outcome: 'cannot_judge' }) : null;
  }
  if (main.kind === 'pair') return pairOf(vote, scene, main);
  return plain(main.kind === 'rank' ? rankingOf(vote, scene, main) : singleOf(vote, scene, main));
}

/** The responses a vote is about, all of the row where it names none. */
function aboutOf({ of }: RowVote, { rowSize }: VoteScene): readonly number[] {
  return of ?? Array.from({ length: rowSize }, (_, index) => index);
}

/** The rank a vote gives to each response shown, 1 the best; null where it does not rank all of them. */
function ranksOf(vote: RowVote, scene: VoteScene): (number | null)[] | null {
  const { shown } = scene;
  if (vote.ranks === undefined) return null;
  const about = aboutOf(vote, scene);
  if (!shown.every((response) => about.includes(response))) return null;
  return shown.map((response) => vote.ranks?.[about.indexOf(response)] ?? null);
}

/** Which side of two a vote takes, and how strongly (null: it does not say). */
function sideOf(vote: RowVote, scene: VoteScene): { key: string; strength: number | null } | null {
  const [first, second] = scene.shown;
  const ranks = ranksOf(vote, scene);
  if (ranks !== null) {
    const said = rankedPair(ranks[0] ?? null, ranks[1] ?? null);
    return said === 'unknown' ? null : { key: said, strength: null };
  }
  const about = aboutOf(vote, scene);
  if (first === undefined || second === undefined) return null;
  if (about.length !== 2 || !about.includes(first) || !about.includes(second)) return null;
  const turned = about[0] !== first;
  if (vote.strength !== undefined) {
    // Not -0.
    const strength = (turned ? -vote.strength : vote.strength) + 0;
    return { key: strength === 0 ? 'tie' : strength < 0 ? 'first' : 'second', strength: strength || null };
  }
  if (vote.outcome === 'a' || vote.outcome === 'b')
    return { key: (vote.outcome === 'a') === turned ? 'second' : 'first', strength: null };
  return vote.outcome === 'tie' || vote.outcome === 'both_bad' ? { key: vote.outcome, strength: null } : null;
}

function pairOf(vote: RowVote, scene: VoteScene, main: Extract<MainQuestion, { kind: 'pair' }>): Said | null {
  const side = sideOf(vote, scene);
  if (side === null) return null;
  if (side.key === 'tie' && !main.scale.allowTie) return null;
  if (side.key === 'both_bad' && !main.scale.allowBothBad) return null;
  const mildest = answerOfKey(main, side.key);
  if (side.strength === null || mildest === null) return plain(mildest);
  const position = toPosition(main.scale, side.strength, [0, 1]);
  if (position !== null) return plain({ outcome: 'scale', position });
  return { answer: mildest, strength: side.strength };
}

function rankingOf(
  vote: RowVote,
  scene: VoteScene,
  main: Extract<MainQuestion, { kind: 'rank' }>,
): Answer | null {
  const ranks = ranksOf(vote, scene);
  if (ranks !== null) return { outcome: 'ranking', ranks: dense(ranks) };
  const { shown } = scene;
  if (shown.length !== 2) return null;
  const side = sideOf(vote, scene);
  if (side === null) return null;
  if (side.key === 'both_bad') return main.allowUnacceptable ? { outcome: 'ranking', ranks: [0, 0] } : null;
  if (side.key === 'tie') return { outcome: 'ranking', ranks: [1, 1] };
  return { outcome: 'ranking', ranks: side.key === 'first' ? [1, 2] : [2, 1] };
}

/** Ranks of some of the responses that were ranked: 1, 2, 3 without a gap. */
function dense(ranks: readonly (number | null)[]): (number | null)[] {
  const used = [...new Set(ranks.filter((rank) => rank !== null && rank > 0))].sort((a, b) => a! - b!);
  return ranks.map((rank) => (rank === null || rank === 0 ? rank : used.indexOf(rank) + 1));
}

function singleOf(
  vote: RowVote,
  scene: VoteScene,
  main: Extract<MainQuestion, { kind: 'single' }>,
): Answer | null {
  const [response] = scene.shown;
  const about = aboutOf(vote, scene);
  const isAbout = about.length === 1 && about[0] === response;
  if (main.ask === 'thumbs')
    return vote.thumbs !== undefined && isAbout ? { outcome: 'thumbs', up: vote.thumbs === 'up' } : null;
  if (main.ask === 'steps')
    return vote.steps !== undefined && isAbout ? { outcome: 'steps', labels: [...vote.steps] } : null;
  return (ratingsOf(vote, scene) ?? []).length > 0 ? { outcome: 'rated' } : null;
}

/** What the form asks beside the main question, as far as the vote says it in the form's own terms. */
function detailsOf(vote: RowVote, scene: VoteScene): SomeDetails {
  const criteria = criteriaOf(vote, scene);
  const safe = safeOf(vote, scene);
  return { criteria, ratings: ratingsOf(vote, scene) ?? [], ...(safe !== null && { safe }) };
}

function ratingsOf(vote: RowVote, { form, shown }: VoteScene): SomeDetails['ratings'] {
  return (vote.ratings ?? []).flatMap(({ key, response, value }) => {
    const asked = form.ratings.find((rating) => rating.key === key);
    const place = shown.indexOf(response);
    if (asked === undefined || place < 0) return [];
    return Number.isInteger(value) && value >= asked.min && value <= asked.max ? [{ key, place, value }] : [];
  });
}

function criteriaOf(vote: RowVote, scene: VoteScene): NonNullable<SomeDetails['criteria']> {
  const about = aboutOf(vote, scene);
  const turned = about[0] !== scene.shown[0];
  if (!scene.shown.every((response) => about.includes(response))) return [];
  return (vote.criteria ?? []).flatMap((said): { key: string; position: number | null }[] => {
    const asked = scene.form.criteria.find(({ key }) => key === said.key);
    if (asked === undefined) return [];
    if (said.outcome === 'not_applicable')
      return asked.allowNotApplicable ? [{ key: said.key, position: null }] : [];
    const position = criterionPosition(asked, said, turned);
    return position === null ? [] : [{ key: said.key, position }];
  });
}

type CriterionVote = NonNullable<RowVote['criteria']>[number];

function criterionPosition(asked: Criterion, said: CriterionVote, turned: boolean): number | null {
  const levels = Math.floor(asked.points / 2);
  const usual = said.outcome === 'tie' ? 0 : (said.outcome === 'a' ? -1 : 1) * (maxStrength / levels);
  const strength = said.strength ?? usual;
  return toPosition(asked, turned ? -strength : strength, [0, 1]);
}

function safeOf(vote: RowVote, scene: VoteScene): boolean[] | null {
  const { form, shown } = scene;
  if (form.safety === null || vote.safe === undefined) return null;
  const about = aboutOf(vote, scene);
  const said = shown.map((response) => vote.safe?.[about.indexOf(response)] ?? null);
  return said.includes(null) ? null : (said as boolean[]);
}
