import type { Answer } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { checkAnswer } from '@pairwright/domain/judgment/check-answer';
import { rankedPair } from '@pairwright/domain/judgment/ranking';
import { answerOfKey } from '@pairwright/domain/routing/gold';
import { toPosition } from '@pairwright/domain/scale';
import type { RowVote } from '@pairwright/formats/import-votes';
import { type DerivedFrom, deriveMain } from './derive-main.ts';
import { type FittedDetails, fitDetails } from './fit-details.ts';
import { aboutOf, type VoteScene } from './vote-scene.ts';

/** A vote as an answer to the question, by the places shown. */
export interface FittedVote extends FittedDetails {
  readonly answer: Answer;
  /** Towards the first shown where negative; null: the position says it. Some scales have no place for a strength of another. */
  readonly strength: number | null;
  /** Of what the main answer was made where the vote has none; null: it has one. */
  readonly derived: DerivedFrom | null;
}

/** What a vote says to the question about these responses; null where it says nothing that the question asks. */
export function fitVote(vote: RowVote, scene: VoteScene): FittedVote | null {
  const derived = deriveMain(vote, scene);
  const main = mainOf(derived === null ? vote : { ...vote, ...derived.said }, scene);
  if (main === null) return null;
  const faults: string[] = [];
  const { form, texts } = scene;
  checkAnswer({ form, answer: main.answer, texts, fault: (path) => faults.push(path) });
  if (faults.length > 0) return null;
  return { ...main, ...fitDetails(vote, scene), derived: derived?.from ?? null };
}

type Said = Pick<FittedVote, 'answer' | 'strength'>;
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
  return (fitDetails(vote, scene).details.ratings ?? []).length > 0 ? { outcome: 'rated' } : null;
}
