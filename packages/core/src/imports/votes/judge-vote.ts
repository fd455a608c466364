import {
  type CanonicalDetails,
  canonicalRanks,
  detailsText,
  toCanonical,
} from '@pairwright/domain/judgment/canonical';
import type { ShownTexts } from '@pairwright/domain/judgment/checked';
import { isPlain } from '@pairwright/domain/judgment/form';
import { decideMain, type MainDecision } from '@pairwright/domain/judgment/judge';
import { hashText } from '@pairwright/domain/random';
import type { RowVote } from '@pairwright/formats/import-votes';
import { sha256Hex } from '@pairwright/runtime/hash';
import type { DerivedFrom } from './derive-main.ts';
import { saysNoFlags } from './fit-details.ts';
import { fitVote } from './fit-vote.ts';
import type { VoteScene } from './vote-scene.ts';

/** A past judgment of one comparison as the table has it. */
export interface JudgedVote {
  readonly presentedOrder: readonly number[];
  readonly main: MainDecision;
  readonly ranks: readonly (number | null)[] | null;
  /** Null: the question has no parts. The response of a rewrite has no id yet. */
  readonly details: CanonicalDetails | null;
  readonly rationale: string | null;
  /** Null: the source does not say when. */
  readonly createdAt: string | null;
  /** Of what it says, hex: the same vote of the same file has the same. */
  readonly hash: string;
  /** Of what its main answer was made; null: it has one of its own. */
  readonly derived: DerivedFrom | null;
  /** The question asks for all that it says of this comparison. */
  readonly isWhole: boolean;
}

export interface JudgedScene extends Pick<VoteScene, 'form' | 'ratingVotes'> {
  /** Responses of the row that are compared, in its order, and the canonical index of each. */
  readonly group: readonly number[];
  readonly order: readonly number[];
  /** What each response of the row says, message by message. */
  readonly texts: ShownTexts;
  /** Names the comparison and who judged it, whatever file it comes from. */
  readonly key: string;
  /** The row lists the responses as they were shown. */
  readonly asShown: boolean;
}

/** A vote as a judgment; null where it answers nothing that the question asks of this comparison. */
export function judgeVote(vote: RowVote, scene: JudgedScene): JudgedVote | null {
  const { form, group, order, texts } = scene;
  const presentedOrder = shownOrder(vote, scene) ?? drawnOrder(order.length, scene.key);
  const shown = presentedOrder.map((canonical) => group[order.indexOf(canonical)] as number);
  const shownTexts = shown.map((response) => texts[response] ?? []);
  const { ratingVotes } = scene;
  const voteScene = { form, shown, texts: shownTexts, rowSize: texts.length, ratingVotes };
  const fitted = fitVote(vote, voteScene);
  const decided = fitted && decideMain(form.main, fitted.answer, presentedOrder);
  if (fitted === null || decided === null) return null;
  const main =
    fitted.strength === null
      ? decided
      : {
          ...decided,
          position: null,
          strength: presentedOrder[0] === 0 ? fitted.strength : -fitted.strength,
        };
  const { answer, derived, isWhole } = fitted;
  const content = shownTexts[0]?.at(-1) ?? '';
  const details = isPlain(form)
    ? null
    : toCanonical({ form, answer, details: fitted.details, order: presentedOrder, content });
  const said = {
    main,
    ranks: answer.outcome === 'ranking' ? canonicalRanks(answer.ranks, presentedOrder) : null,
    details: details && detailsText(details),
    rationale: vote.rationale ?? null,
    createdAt: vote.created_at ?? null,
  };
  const { outcome, strength } = main;
  const hash = sha256Hex(JSON.stringify({ ...said, main: { outcome, strength } }));
  // No part of the hash: a vote that was imported before this was kept is the same vote.
  const isFlagless = details !== null && form.flags.length > 0 && saysNoFlags(vote, voteScene);
  return {
    ...said,
    details: isFlagless ? { ...details, no_flags: true } : details,
    presentedOrder,
    hash,
    derived,
    isWhole,
  };
}

/** The order in which the responses stood, where the vote or its row says it. */
function shownOrder({ shown }: RowVote, { group, order, asShown }: JudgedScene): readonly number[] | null {
  if (shown === undefined) return asShown ? order : null;
  return shown.flatMap((response) => {
    const at = group.indexOf(response);
    return at < 0 ? [] : [order[at] as number];
  });
}

/** Nobody knows what stood on the left: drawn, so that it says nothing of sides. The same for the same key. */
function drawnOrder(length: number, key: string): number[] {
  const from = hashText(key) % Math.max(1, length);
  return Array.from({ length }, (_, place) => (place + from) % length);
}
