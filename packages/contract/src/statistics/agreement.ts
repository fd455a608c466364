import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { partKey } from '../question-form.ts';
import { count, id, timestamp } from '../shapes.ts';
import { leaderboardOptions, roundQuery, voteChoices } from './leaderboard.ts';
import { computed, estimate, notDefined, snapshotQuery, statisticsPlace } from './numbers.ts';

/** Which votes agreement is measured on: of those that count, all or those on prompts and from days like these. */
export const agreementOptions = leaderboardOptions
  .pick({ language: true, category: true, round: true, batchId: true, from: true, to: true })
  .extend({
    /** `both_bad` as a label of its own (the scale then leaves it out), as a tie (0 on the scale), or left out. */
    bothBad: z.enum(['own_label', 'as_tie', 'leave_out']).default('own_label'),
  });
export type AgreementOptions = z.infer<typeof agreementOptions>;

/** Which answer a vote is for, in canonical order. */
export const directionLabel = z.enum(['first', 'tie', 'second', 'both_bad']);
export type DirectionLabel = z.infer<typeof directionLabel>;

/** Agreement of votes on one comparison, not corrected for chance; 0..1. Intervals take the votes on a prompt as one. */
const percent = z.strictObject({
  /** Mean over comparisons of the share of agreeing pairs of votes; n comparisons. */
  perComparison: estimate,
  /** Agreeing pairs over all pairs of votes; n pairs. */
  pooled: estimate,
  /** Share of comparisons whose votes are all the same; n comparisons. */
  unanimous: estimate,
});

/** Agreement corrected for chance, -1..1, each with its idea of chance; n comparisons with two votes. */
const coefficients = z.strictObject({
  /** Krippendorff's alpha: nominal for directions, ordinal for strengths. Its interval is a bootstrap over prompts. */
  alpha: estimate,
  /** AC1 for directions; AC2 with quadratic weights for strengths. */
  gwet: estimate,
  brennanPrediger: estimate,
  /** Gwet's generalisation to unequal numbers of votes. */
  fleiss: estimate,
  /** Cohen's kappa, its mean over pairs of annotators weighted by shared comparisons, which are n; no interval. */
  cohen: estimate,
});
export type Coefficients = z.infer<typeof coefficients>;

const annotatorPair = z.strictObject({
  /** Places in `annotators`, first below second. */
  first: count,
  second: count,
  /** Comparisons that both judged. */
  shared: count,
  /** Share of them with the same direction. */
  agreement: z.number().min(0).max(1),
  /** Cohen's kappa of the directions. */
  kappa: z.number().nullable(),
  reason: notDefined.nullable(),
});
export type AnnotatorPair = z.infer<typeof annotatorPair>;

const period = z.strictObject({
  /** Its first day, UTC. */
  from: z.iso.date(),
  votes: count,
  direction: estimate,
  strength: estimate,
});
export type AgreementPeriod = z.infer<typeof period>;

const hardComparison = z.strictObject({
  id,
  promptExcerpt: z.string(),
  /** Votes by direction, in the order of `direction.labels`. */
  votes: z.array(count),
  /** Of the shares of the directions, in nats. */
  entropy: z.number(),
  /** Largest less smallest strength; null without two votes on the scale. */
  spread: z.number().nullable(),
});
export type HardComparison = z.infer<typeof hardComparison>;

export const annotatorMatrix = z.strictObject({
  /** Most votes first; at most 60. Researchers see pseudonyms. */
  annotators: z.array(z.strictObject({ id, name: z.string(), votes: count })),
  leftOut: count,
  /** Those with a comparison in common. */
  pairs: z.array(annotatorPair),
});
export type AnnotatorMatrix = z.infer<typeof annotatorMatrix>;

const guidelinesVersions = z.array(z.strictObject({ version: z.number().int(), at: timestamp }));

/**
 * Agreement on one scale of judgments that are no votes on pairs. What is given a value is a response (`rating`, `thumbs`,
 * `first_wrong`: the place of the first wrong step, or none), every two responses of a ranking (`ranking`: the one, as good,
 * the other; what a ranking does not say is left out), or every step (`step`).
 */
const scale = z.strictObject({
  what: z.enum(['ranking', 'rating', 'thumbs', 'first_wrong', 'step']),
  /** Of a rating. */
  key: partKey.nullable(),
  /** Whether values have an order: alpha and kappa (quadratic weights) go by how far they are apart, or by the same or not. */
  level: z.enum(['nominal', 'ordinal']),
  /** Judgments with a value, comparisons with one, those with values of two people, and people. */
  votes: count,
  comparisons: count,
  shared: count,
  annotators: count,
  /** Krippendorff's alpha; n: comparisons with values of two people. */
  alpha: estimate,
  /** Of two annotators: the share of values that are the same, and Cohen's kappa; shared: comparisons. */
  matrix: annotatorMatrix,
  /** A comparison belongs to the period of its last judgment; n: comparisons. */
  overTime: z.strictObject({
    unit: z.enum(['day', 'week']),
    periods: z.array(z.strictObject({ from: z.iso.date(), votes: count, alpha: estimate })),
    guidelines: guidelinesVersions,
  }),
  /** Those furthest apart first, at most 100; and on how many values differ at all. */
  hardest: z.strictObject({
    comparisons: z.array(
      z.strictObject({
        id,
        promptExcerpt: z.string(),
        votes: count,
        /** Mean over two people and what both gave a value: 0 the same, 1 the ends of the scale, or not the same. */
        apart: z.number().min(0).max(1),
        /** Largest less smallest value of one response; null where values have no distance. */
        spread: z.number().nullable(),
      }),
    ),
    disputed: count,
  }),
});
export type JudgedScale = z.infer<typeof scale>;

/** Share of preferences for the longer answer where it is so many times as long. */
const lengthBin = z.strictObject({
  /** Above this ratio of characters, to this one; null: without end. */
  above: z.number(),
  upTo: z.number().nullable(),
  longer: estimate,
});
export type LengthBin = z.infer<typeof lengthBin>;

export const agreement = z.strictObject({
  /** Votes on pairs that passed the options and have a direction. */
  votes: count,
  cannotJudge: count,
  /** Comparisons with a vote, and those with votes of two people. */
  comparisons: count,
  shared: count,
  annotators: count,
  direction: z.strictObject({
    /** The labels there are to give, used or not. */
    labels: z.array(directionLabel),
    percent,
    /** Without ties and both bad. */
    percentWithoutTies: percent,
    coefficients,
  }),
  strength: z.strictObject({
    /** The strengths there are to give, -3..3, used or not. */
    values: z.array(z.number()),
    coefficients,
    /** `both_bad` has no place on the scale. */
    notOnScale: count,
  }),
  /** How the intervals of alpha were made: draws of prompts with replacement. */
  bootstrap: z.strictObject({ replicates: count, prompts: count }),
  /** What agreement without ties implies if all are as able and all comparisons as hard. */
  ceiling: z.strictObject({ accuracy: estimate, majorityOf3: estimate, majorityOf5: estimate }),
  matrix: annotatorMatrix,
  overTime: z.strictObject({
    unit: z.enum(['day', 'week']),
    /** A comparison belongs to the period of its last vote. Periods without a shared comparison are left out. */
    periods: z.array(period),
    guidelines: guidelinesVersions,
  }),
  /** Pairs of votes on one comparison by what the one and the other said; symmetric, each pair counted once on each side. */
  confusion: z.strictObject({
    /** Strengths, and null for both bad. */
    labels: z.array(z.number().nullable()),
    counts: z.array(z.array(count)),
  }),
  /** Most entropy first; at most 100, and how many comparisons are not unanimous. */
  hardest: z.strictObject({ comparisons: z.array(hardComparison), disputed: count }),
  /** Answers to gold comparisons as expected, exams left out, by the day or week they were given in, with Wilson's interval. */
  gold: z.strictObject({
    unit: z.enum(['day', 'week']),
    periods: z.array(z.strictObject({ from: z.iso.date(), share: estimate })),
  }),
  /** Pairs with two votes or more whose active time is known, the longest median first; at most 100, and how many there are. */
  slowest: z.strictObject({
    comparisons: z.array(
      z.strictObject({
        id,
        promptExcerpt: z.string(),
        votes: count,
        /** Milliseconds at work on it. */
        medianMs: z.number().min(0),
      }),
    ),
    timed: count,
  }),
  bias: z.strictObject({
    /** Preferences for the answer on the left, ties left out. */
    left: estimate,
    /** Exact two-sided binomial test against one half. */
    leftP: z.number().nullable(),
    length: z.array(lengthBin),
    longer: estimate,
    /** For the answer with more of it. */
    formatting: z.array(
      z.strictObject({ name: z.enum(['any', 'headings', 'lists', 'bold']), more: estimate }),
    ),
    /** Preferences on comparisons without both texts. */
    textMissing: count,
  }),
  /** Of comparisons that two people ranked. */
  rankings: z.strictObject({
    rankings: count,
    /** Mean of Kendall's W, 0..1. By chance m judges reach 1/m. */
    concordance: estimate,
    /** Mean of (m W - 1) / (m - 1), the mean rank correlation of two judges; 0 by chance. */
    correlation: estimate,
  }),
  /** Of judgments that are no votes on pairs, one for each scale; empty where there are only such votes. */
  scales: z.array(scale),
  /** What there is to choose from in the whole project. */
  ...voteChoices,
  /**
   * Whether one order of the models can hold what most prefer, of votes on pairs and of rankings, each two of their answers once.
   * Ties decide nothing.
   */
  cycles: z.strictObject({
    /** Share of triples that go in a circle, of those with a majority for each two of the three; n: these triples. By chance a quarter. */
    circular: estimate,
    /** Up to 20 of them: each model was preferred to the next, the third to the first, by so many more votes. */
    circles: z.array(
      z.strictObject({
        models: z.tuple([z.string(), z.string(), z.string()]),
        leads: z.tuple([count, count, count]),
      }),
    ),
  }),
  /** Answers on a scale of their own: thumbs, ratings, preferences by criterion. Alpha is ordinal; n answers. */
  graded: z.array(
    z.strictObject({
      what: z.enum(['thumbs', 'rating', 'criterion']),
      key: partKey.nullable(),
      answers: count,
      alpha: estimate,
      perAnswer: estimate,
    }),
  ),
});
export type Agreement = z.infer<typeof agreement>;

export const getAgreement = endpoint({
  ...statisticsPlace,
  method: 'GET',
  path: '/projects/:projectId/statistics/agreement',
  summary: 'How far people agree, by whom, when and on what, and what sways them',
  query: agreementOptions.extend({ round: roundQuery, ...snapshotQuery }),
  response: computed(agreement),
});
