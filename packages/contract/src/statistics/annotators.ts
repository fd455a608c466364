import { z } from 'zod';
import { role } from '../access.ts';
import { endpoint } from '../endpoint.ts';
import { storedOutcome } from '../judgment.ts';
import { count, id, pageOf, pageQuery, projectParams, timestamp } from '../shapes.ts';
import { computed, estimate, notDefined, snapshotQuery, statisticsPlace } from './numbers.ts';
import { annotatorReply } from '../working-life.ts';

/** Nothing to choose: the numbers of people are only comparable over all their votes. */
export const annotatorsOptions = z.strictObject({});

/** Fewer than so many say nothing about a person; the number is then null with the reason `too_few`. */
export const leastForAnnotator = 20;

/** Accuracy on known answers below which somebody is looked at, where no gold rule of the project says it (0..1). */
export const usualGoldLimit = 0.7;

/**
 * What judgments say, and so how alike two of them are, 0..1. `pair`: the same answer, tie or both bad. `ranking`: mean over
 * two responses of 1 for the same order (or both tied), 0 for the other, a half where one tied them; what a ranking does
 * not say is left out. `rating`: mean over what both rated of 1 - distance / length of the scale. `thumbs`: the same.
 * `steps`: the same first wrong step, or none in both.
 */
export const answerKind = z.enum(['pair', 'ranking', 'rating', 'thumbs', 'steps']);
export type AnswerKind = z.infer<typeof answerKind>;

/** What may be the matter; a reason to look, never a verdict. */
export const alertKind = z.enum([
  'gold_low',
  'agreement_low',
  'inconsistent',
  'side_bias',
  'length_bias',
  'fast',
  'straight_lining',
  'tiring',
]);
export type AlertKind = z.infer<typeof alertKind>;

export const annotatorAlert = z.strictObject({
  kind: alertKind,
  /** The number that set it off, with its interval and n. */
  evidence: estimate,
  /** What would be expected instead: a limit, an even share, the share of the others, as the others. Null for a stretch. */
  expected: z.number().nullable(),
  /** Adjusted for all annotators being tested at once (Benjamini-Hochberg); null where there is no test. */
  pValue: z.number().min(0).max(1).nullable(),
  /** Comparisons to look at, at most 20, the newest or most telling first. */
  comparisonIds: z.array(id).max(20),
});
export type AnnotatorAlert = z.infer<typeof annotatorAlert>;

export const straightLine = z.strictObject({
  /** The longest stretch of one answer as it was shown; 0 without answers. */
  length: count,
  /**
   * What it is of: picks of one side, the same thumb, the same ranks in the same places, the same ratings, the same first
   * wrong step or none. Null without answers.
   */
  answer: z
    .enum(['left', 'right', 'thumbs_up', 'thumbs_down', 'ranking', 'rated', 'wrong_step', 'no_wrong_step'])
    .nullable(),
  /** Of a stretch as long, if the answers came in random order at this person's own rates. */
  probability: z.number().min(0).max(1).nullable(),
  n: count,
  reason: notDefined.nullable(),
});

export const annotatorNumbers = z.strictObject({
  annotatorId: id,
  /** Judgments that count, of every kind, and beside them those on known answers and repeats. */
  votes: count,
  goldVotes: count,
  repeatVotes: count,
  skips: count,
  firstActive: timestamp.nullable(),
  lastActive: timestamp.nullable(),
  /** Right answers on comparisons whose answer is known; n: such comparisons. */
  goldAccuracy: estimate,
  /** Mean of how alike the two of each pair of votes with others on the same comparison are (`answerKind`); n: pairs. */
  agreement: estimate,
  /** The same minus what the others reach among themselves on the same comparisons; n: comparisons. */
  adjustedAgreement: estimate,
  /** Share of repeats with the same answer, or mean of how alike they are (`answerKind`); n: repeats. */
  selfConsistency: estimate,
  /** Of repeats of pairs with the sides swapped and a preference both times, those for the same response; n: such repeats. */
  keptPick: estimate,
  /** Of repeats of pairs with the sides swapped: preferences for the left both times, and for the right; n: such repeats. */
  alwaysLeft: estimate,
  alwaysRight: estimate,
  /** Exact binomial test that the two are as likely, adjusted for all annotators; null below the least number of repeats. */
  swapPValue: z.number().min(0).max(1).nullable(),
  /** Share of preferences for the left; n: preferences. */
  leftShare: estimate,
  leftPValue: z.number().min(0).max(1).nullable(),
  /** Share of preferences for the answer with more characters; n: preferences between answers of different length. */
  longerShare: estimate,
  /** Median of ln seconds of active time; n: votes with a time. */
  logSeconds: estimate,
  /** Median of ln seconds minus the mean of the others' on the same comparison; n: such votes. */
  relativeSpeed: estimate,
  /** How far that is from the other annotators', in robust standard deviations; below -3 is very fast. */
  speedZ: z.number().nullable(),
  straightLine,
  /** Second half of each sitting minus the first: of the share agreeing with others, and of mean ln seconds; n: votes. */
  agreementDrift: estimate,
  speedDrift: estimate,
  tieRate: estimate,
  bothBadRate: estimate,
  cannotJudgeRate: estimate,
  skipRate: estimate,
  alerts: z.array(annotatorAlert),
});
export type AnnotatorNumbers = z.infer<typeof annotatorNumbers>;

/** One day in UTC. */
export const annotatorDay = z.strictObject({
  day: z.string(),
  votes: count,
  gold: count,
  goldRight: count,
  /** Pairs of votes with others, and the sum of how alike the two of each are. */
  pairs: count,
  agreeing: z.number().min(0),
});
export type AnnotatorDay = z.infer<typeof annotatorDay>;

const named = {
  /** A pseudonym for researchers. */
  name: z.string(),
  /** Null: not a member (any more), as who judged elsewhere and was imported. */
  role: role.nullable(),
  /** Who judged here, or elsewhere: a person (or nobody knows who), or a model. */
  judge: z.enum(['here', 'imported', 'model']),
};

/** What was judged in the project; numbers that none of these has are unknown for everybody. */
const kinds = z.array(answerKind);

export const annotatorRoster = z.strictObject({
  kinds,
  annotators: z.array(annotatorNumbers.extend(named)),
});
export type AnnotatorRoster = z.infer<typeof annotatorRoster>;

export const getAnnotators = endpoint({
  ...statisticsPlace,
  method: 'GET',
  path: '/projects/:projectId/statistics/annotators',
  summary: 'Each annotator with accuracy, agreement, biases and speed; most votes first',
  query: z.strictObject(snapshotQuery),
  response: computed(annotatorRoster),
});

const annotatorParams = projectParams.extend({ annotatorId: id });

export const annotatorProfile = annotatorNumbers.extend({
  ...named,
  kinds,
  /** The last 183 days with any votes, oldest first. */
  days: z.array(annotatorDay),
});
export type AnnotatorProfile = z.infer<typeof annotatorProfile>;

export const getAnnotator = endpoint({
  ...statisticsPlace,
  method: 'GET',
  path: '/projects/:projectId/statistics/annotators/:annotatorId',
  summary: 'One annotator: the numbers, their days, and what they say about them. Null without votes',
  params: annotatorParams,
  query: z.strictObject(snapshotQuery),
  response: computed(annotatorProfile).extend({ reply: annotatorReply.nullable() }),
});

export const annotatorVote = z.strictObject({
  judgmentId: id,
  comparisonId: id,
  promptExcerpt: z.string(),
  kind: z.enum(['normal', 'gold', 'repeat', 'practice', 'review', 'imported']),
  outcome: storedOutcome,
  strength: z.number().nullable(),
  /** Canonical index of the response that stood first. */
  firstShown: z.number().int(),
  activeMs: count.nullable(),
  createdAt: timestamp,
});
export type AnnotatorVote = z.infer<typeof annotatorVote>;

export const listAnnotatorVotes = endpoint({
  ...statisticsPlace,
  method: 'GET',
  path: '/projects/:projectId/annotators/:annotatorId/votes',
  summary: 'What one annotator decided and what stands, newest first',
  params: annotatorParams,
  query: pageQuery,
  response: pageOf(annotatorVote),
});

/** How an annotator sees a number of their own: as a band. */
const band = z.strictObject({
  low: z.number().min(0).max(1).nullable(),
  high: z.number().min(0).max(1).nullable(),
  n: count,
  /** How many it takes to be shown. */
  least: count,
});

export const myNumbers = z.strictObject({
  /** False: the project does not show annotators their numbers; all else is then null. */
  shown: z.boolean(),
  asOf: timestamp.nullable(),
  /** Answers like the ones known to be right. */
  accuracy: band.nullable(),
  agreement: band.nullable(),
  consistency: band.nullable(),
  reply: annotatorReply.nullable(),
});
export type MyNumbers = z.infer<typeof myNumbers>;

const mine = {
  tag: 'My work',
  access: { kind: 'project', action: 'annotate', scope: 'annotate' },
  params: projectParams,
} as const;

export const getMyNumbers = endpoint({
  ...mine,
  method: 'GET',
  path: '/projects/:projectId/annotate/numbers',
  summary: 'My own numbers as bands, where the project shows them; never those of others',
  response: myNumbers,
});

export const writeMyReply = endpoint({
  ...mine,
  method: 'PUT',
  path: '/projects/:projectId/annotate/numbers/reply',
  summary: 'What I say about my numbers; replaces what I said before, empty takes it back',
  body: z.strictObject({ text: z.string().trim().max(4000) }),
  response: myNumbers,
  errors: ['wrong_state'],
});
