import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { label, round } from '../routing.ts';
import { count, id } from '../shapes.ts';
import { computed, estimate, notDefined, snapshotQuery, statisticsPlace } from './numbers.ts';

/** As `round`, where it is read from an address. */
export const roundQuery = z.coerce.number().int().min(1).max(10_000).optional();

function minVotes(number: z.ZodNumber | z.ZodCoercedNumber) {
  return number.int().min(1).max(1_000_000).default(1);
}

/** Which votes a leaderboard is made from, and what it allows for. */
export const leaderboardOptions = z.strictObject({
  language: z.string().max(35).optional(),
  category: z.string().max(200).optional(),
  /** Comparisons of batches that are of this round now, and of this one batch. */
  round: round.optional(),
  batchId: id.optional(),
  /** `votes`: those that count, rankings among them; `adjudicated`: what reviewers decided and holds, each decision one vote. */
  labels: z.enum(['votes', 'adjudicated']).default('votes'),
  /** Whose votes; of decisions, who gave the one that settled it. */
  annotatorId: id.optional(),
  /** Votes of those who are in this team of the project now. */
  team: label.optional(),
  /** Models with fewer results are not shown, only counted; what they won and lost still tells of the others. */
  minVotes: minVotes(z.number()),
  /** Days in UTC, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** `both_bad` as half a win of each, as ties are, or left out. */
  bothBad: z.enum(['as_tie', 'leave_out']).default('as_tie'),
  /**
   * What answers differ in beside their model: nothing; their length in characters; length, headings, lists and bold
   * text. Its effect is fitted and taken out of the ratings.
   */
  control: z.enum(['none', 'length', 'style']).default('none'),
  /** What repeats and is drawn as one for the errors: votes on one prompt or votes of one annotator. */
  cluster: z.enum(['prompt', 'annotator']).default('prompt'),
});
export type LeaderboardOptions = z.infer<typeof leaderboardOptions>;

/** What the votes of the whole project may be narrowed to. */
export const voteChoices = {
  languages: z.array(z.string()),
  categories: z.array(z.string()),
  rounds: z.array(round),
  /** Newest first, up to 200. */
  batches: z.array(z.strictObject({ id, name: z.string(), round })),
};

const standing = z.strictObject({
  model: z.string(),
  /** Which group of models that results join it is of, 1 the first; all are of 1 where all are joined. */
  island: z.number().int().min(1),
  /** Results against other models: one of a vote on two answers, of a ranking one for each two of its models. */
  votes: count,
  wins: count,
  losses: count,
  ties: count,
  /** Log odds against the average model, natural log; of its island where there are several. */
  ability: z.number().nullable(),
  /** 95 %, for this model alone. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Best and worst rank it may have within its island, 1 the best, all ranges together at 95 %. */
  bestRank: z.number().int().min(1).nullable(),
  worstRank: z.number().int().min(1).nullable(),
});

/** What whole rankings say by the model of Plackett and Luce: each place goes to one of those left in proportion to its worth. */
const plackettLuce = z.strictObject({
  /** Best first; of the models shown those that a ranking names. Log worths against the mean, natural log, comparable to abilities. */
  models: z.array(
    z.strictObject({
      model: z.string(),
      worth: z.number(),
      /** 95 %, for this model alone, as the model has it: rankings of one prompt count as independent. */
      low: z.number(),
      high: z.number(),
      /** The chance to be ranked first among all models, 0..1. */
      first: z.number().min(0).max(1),
    }),
  ),
  /** Why there are no worths. */
  reason: notDefined.nullable(),
  /** Held together by a prior N(0, 1): rankings alone have no finite solution. */
  withPrior: z.boolean(),
  rankings: count,
  /** Rankings that name only the best ones, or one model twice: the model has no place for them. */
  leftOut: count,
  /** How much likelier than one alone two share a place, both of equal worth; null where nobody ties. */
  tieWeight: z.number().nullable(),
});

export const leaderboard = z.strictObject({
  /** Best first, island after island. */
  models: z.array(standing),
  /** Why there are no abilities. */
  reason: notDefined.nullable(),
  /** Abilities held together by a prior N(0, 1): the votes alone have no finite solution. */
  withPrior: z.boolean(),
  /** Results of two models: one of a vote on two answers, of a ranking one for each two of its answers. */
  votes: count,
  /** Rankings among what the results are from. Each weighs 2 / k for each of its results, k answers: k - 1 together. */
  rankings: count.default(0),
  /** The same rankings by the model of Plackett and Luce, order by order; null where there are none. */
  plackettLuce: plackettLuce.nullable().default(null),
  /** Models with fewer results than asked for: not among `models`. */
  hiddenModels: count.default(0),
  /** What the question of the project compares now: two answers, several, or none, as it is about one. */
  question: z.enum(['pair', 'rank', 'single']).nullable().default(null),
  /** Votes on two answers of one model: they say nothing here. */
  sameModel: count,
  /** Votes left out because a text is missing that the length or style to control for would be read from. */
  textMissing: count,
  /** Log odds by which standing first helps: on the left of two, earlier among several. */
  position: estimate,
  /** Effects of what was controlled for, log odds per standard deviation of its difference. */
  controls: z.array(
    z.strictObject({ name: z.enum(['length', 'headings', 'lists', 'bold']), effect: estimate }),
  ),
  /** `wins[i][j]`: results for model i over model j; `ties[i][j]`: for neither. Order of `models`. */
  wins: z.array(z.array(count)),
  ties: z.array(z.array(count)),
  /**
   * `votesNeeded[i][j]`: about how many more votes on just these two would tell them apart at 95 %; 0 where they are
   * apart already, null for the reason that `votesNeededReason[i][j]` names.
   */
  votesNeeded: z.array(z.array(count.nullable())),
  /**
   * `same_model`; `never_compared`: nothing joins the two, also not by way of others; `no_abilities`; `no_difference`: their
   * abilities are the same, or so near that no number of votes would do. Null where there is a number.
   */
  votesNeededReason: z.array(
    z.array(z.enum(['same_model', 'never_compared', 'no_abilities', 'no_difference']).nullable()),
  ),
  /** Groups of models that were never compared with each other, the largest first; empty when all are joined. */
  islands: z.array(z.array(z.string())),
  /** What there is to choose from in the whole project. */
  ...voteChoices,
  /** Whoever judged, or with `adjudicated` decided. Researchers see pseudonyms. */
  annotators: z.array(z.strictObject({ id, name: z.string() })).default([]),
  teams: z.array(z.string()).default([]),
});
export type Leaderboard = z.infer<typeof leaderboard>;

export const getLeaderboard = endpoint({
  ...statisticsPlace,
  method: 'GET',
  path: '/projects/:projectId/statistics/leaderboard',
  summary: 'Models by Bradley-Terry ability, with intervals and rank ranges',
  query: leaderboardOptions.extend({
    minVotes: minVotes(z.coerce.number()),
    round: roundQuery,
    ...snapshotQuery,
  }),
  response: computed(leaderboard),
});
