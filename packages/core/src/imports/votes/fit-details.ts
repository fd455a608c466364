import type { SomeDetails } from '@pairwright/contract/judgment';
import type { Criterion } from '@pairwright/contract/question-form';
import { sliceCodePoints } from '@pairwright/domain/judgment/code-points';
import { maxStrength, toPosition } from '@pairwright/domain/scale';
import type { RowVote } from '@pairwright/formats/import-votes';
import { aboutOf, type VoteScene } from './vote-scene.ts';

export interface FittedDetails {
  readonly details: SomeDetails;
  /** Nothing that the vote says of these responses was left out. */
  readonly isWhole: boolean;
}

/** The response that a rewrite becomes has no id before it is stored. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** What the form asks beside the main question, as far as the vote says it in the form's own terms. */
export function fitDetails(vote: RowVote, scene: VoteScene): FittedDetails {
  const { shown } = scene;
  const ofThese = <Part extends { readonly response: number }>(parts: readonly Part[] | undefined) =>
    (parts ?? []).filter(({ response }) => shown.includes(response));
  const isOfAll = shown.every((response) => aboutOf(vote, scene).includes(response));
  const said = {
    criteria: isOfAll ? (vote.criteria ?? []) : [],
    ratings: ofThese(vote.ratings),
    flags: ofThese(vote.flags),
    reasons: isOfAll ? (vote.reasons ?? []) : [],
    spans: ofThese(vote.spans),
  };
  const details = {
    criteria: criteriaOf(said.criteria, vote, scene),
    ratings: ratingsOf(said.ratings, scene),
    flags: flagsOf(said.flags, scene),
    reasons: said.reasons.filter((reason) => scene.form.rationale.reasons.some(({ key }) => key === reason)),
    spans: spansOf(said.spans, scene),
  };
  const safe = safeOf(vote, scene);
  const rewrite = rewriteOf(vote, scene);
  const lists = Object.keys(said) as (keyof typeof said)[];
  return {
    details: { ...details, ...(safe !== null && { safe }), ...(rewrite !== null && { rewrite }) },
    isWhole:
      lists.every((key) => details[key].length === said[key].length) &&
      (safe !== null || !saysSafety(vote, scene)) &&
      (rewrite !== null || !saysRewrite(vote, scene)),
  };
}

/** Criteria of published data that go by two names. */
const otherNames: Readonly<Record<string, string>> = {
  helpfulness: 'helpful',
  helpful: 'helpfulness',
  harmlessness: 'harmless',
  harmless: 'harmlessness',
};

type CriterionVote = NonNullable<RowVote['criteria']>[number];

function criteriaOf(
  said: readonly CriterionVote[],
  vote: RowVote,
  scene: VoteScene,
): NonNullable<SomeDetails['criteria']> {
  const turned = aboutOf(vote, scene)[0] !== scene.shown[0];
  const { criteria } = scene.form;
  return said.flatMap((one): { key: string; position: number | null }[] => {
    const asked =
      criteria.find(({ key }) => key === one.key) ?? criteria.find(({ key }) => key === otherNames[one.key]);
    if (asked === undefined) return [];
    const { key, allowNotApplicable } = asked;
    if (one.outcome === 'not_applicable') return allowNotApplicable ? [{ key, position: null }] : [];
    const position = criterionPosition(asked, one, turned);
    return position === null ? [] : [{ key, position }];
  });
}

function criterionPosition(asked: Criterion, said: CriterionVote, turned: boolean): number | null {
  const levels = Math.floor(asked.points / 2);
  const usual = said.outcome === 'tie' ? 0 : (said.outcome === 'a' ? -1 : 1) * (maxStrength / levels);
  const strength = said.strength ?? usual;
  return toPosition(asked, turned ? -strength : strength, [0, 1]);
}

function ratingsOf(
  said: NonNullable<RowVote['ratings']>,
  { form, shown }: VoteScene,
): NonNullable<SomeDetails['ratings']> {
  return said.flatMap(({ key, response, value }) => {
    const asked = form.ratings.find((rating) => rating.key === key);
    if (asked === undefined) return [];
    const place = shown.indexOf(response);
    return Number.isInteger(value) && value >= asked.min && value <= asked.max ? [{ key, place, value }] : [];
  });
}

/** A severity that the flag has no name for leaves the flag out; a flag with severities needs one. */
function flagsOf(
  said: NonNullable<RowVote['flags']>,
  { form, shown }: VoteScene,
): NonNullable<SomeDetails['flags']> {
  return said.flatMap(({ key, response, severity }) => {
    const asked = form.flags.find((flag) => flag.key === key);
    if (asked === undefined) return [];
    const fits =
      asked.severities.length === 0 ? severity === null : (severity ?? 99) <= asked.severities.length;
    return fits ? [{ key, place: shown.indexOf(response), severity }] : [];
  });
}

function spansOf(
  said: NonNullable<RowVote['spans']>,
  { form, shown, texts }: VoteScene,
): NonNullable<SomeDetails['spans']> {
  return said.flatMap(({ response, ...span }) => {
    const place = shown.indexOf(response);
    const content = texts[place]?.[span.message] ?? null;
    const isThere =
      content !== null &&
      span.end > span.start &&
      sliceCodePoints(content, span.start, span.end) === span.quote;
    return isThere && form.spans.some(({ key }) => key === span.label) ? [{ ...span, place }] : [];
  });
}

/** Whether the vote lists the flags that it raises of all these responses, and that they are none. */
export function saysNoFlags(vote: RowVote, scene: VoteScene): boolean {
  const about = aboutOf(vote, scene);
  return vote.flags?.length === 0 && scene.shown.every((response) => about.includes(response));
}

const saysSafety = (vote: RowVote, scene: VoteScene): boolean =>
  scene.shown.some((response) => typeof vote.safe?.[aboutOf(vote, scene).indexOf(response)] === 'boolean');

function safeOf(vote: RowVote, scene: VoteScene): boolean[] | null {
  const { form, shown } = scene;
  if (form.safety === null || vote.safe === undefined) return null;
  const about = aboutOf(vote, scene);
  const said = shown.map((response) => vote.safe?.[about.indexOf(response)] ?? null);
  return said.includes(null) ? null : (said as boolean[]);
}

const saysRewrite = ({ rewrite }: RowVote, { shown }: VoteScene): boolean =>
  rewrite !== undefined && (rewrite.parent === null || shown.includes(rewrite.parent));

function rewriteOf(vote: RowVote, scene: VoteScene): SomeDetails['rewrite'] {
  const { rewrite } = vote;
  if (rewrite === undefined || scene.form.rewrite === 'off' || !saysRewrite(vote, scene)) return null;
  const place = rewrite.parent === null ? null : scene.shown.indexOf(rewrite.parent);
  // A rewrite differs from what it was made from.
  if (place !== null && scene.texts[place]?.at(-1) === rewrite.content) return null;
  return { responseId: NO_ID, place, content: rewrite.content };
}
