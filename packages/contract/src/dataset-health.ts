import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { recipe } from './recipe.ts';
import { count, id, jobError, projectParams, timestamp } from './shapes.ts';
import { estimate, notDefined } from './statistics/numbers.ts';

const tag = 'Datasets';
const access = { kind: 'project', action: 'export', scope: 'export' } as const;

/** What is looked at, in the order it is shown. */
export const healthKind = z.enum([
  'label_noise',
  'contradictions',
  'prompt_overlap',
  'near_prompts',
  'length',
  'formatting',
  'position',
  'models',
  'over_length',
  'label_balance',
  'dominating_prompts',
  'languages',
]);
export type HealthKind = z.infer<typeof healthKind>;

/** fine: nothing to do. look: know it before you train. act: train after it is mended, or knowing why not. */
export const healthLevel = z.enum(['fine', 'look', 'act']);
export type HealthLevel = z.infer<typeof healthLevel>;

/** `one_part`: the rows are in one part, between which nothing can be shared. `no_rows`: no row that it could be seen on. */
export const healthReason = z.enum([...notDefined.options, 'one_part', 'no_rows']);
export type HealthReason = z.infer<typeof healthReason>;

/** A row, or a comparison of one. */
const healthRow = z.strictObject({
  comparisonId: id,
  split: z.string(),
  /** First words of its prompt. */
  words: z.string(),
  /** What it is an example of: estimated tokens, rows of the prompt, or null. */
  number: z.number().nullable(),
});
export type HealthRow = z.infer<typeof healthRow>;

const finding = z.strictObject({
  kind: healthKind,
  /** Null: there is no number to judge. */
  level: healthLevel.nullable(),
  /** What the level is judged by; see `levelOf` in domain. The 95 % interval where it is a sample of something. */
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** What it was made from: rows, prompts, or for `position` judgments. */
  n: count,
  reason: healthReason.nullable(),
  /** Rows or prompts concerned. Null where the finding is not about some of them. */
  found: count.nullable(),
  /** At most 20 of them. */
  rows: z.array(healthRow),
});
export type HealthFinding = z.infer<typeof finding>;

export const baselineName = z.enum([
  'longer',
  'shorter',
  'any',
  'headings',
  'lists',
  'bold',
  'first',
  'second',
  'first_shown',
  // Of responses judged alone: good where it has more than the middle one.
  'label_longer',
  'label_any',
]);
export type BaselineName = z.infer<typeof baselineName>;

/** What training on these rows will meet. Undefined numbers are null and say why. */
export const datasetHealth = z.strictObject({
  rows: count,
  /** That say which of two responses is better. The baselines, win rates and contradictions are of these. */
  preferences: count,
  prompts: count,
  splits: z.array(z.strictObject({ name: z.string(), rows: count })),
  findings: z.array(finding),
  labels: z.strictObject({
    /** Agreeing pairs of votes over all pairs of two-way votes on the same pair, on two responses of a ranking, or on a response alone; n: pairs of votes. */
    agreement: estimate,
    /** How often one vote is right, where people agree so often; n: pairs of votes. */
    accuracy: estimate,
    /** The highest accuracy that a model can be seen to have on these labels; n: rows. */
    ceiling: estimate,
    /** Rows whose label is ahead by so many votes. */
    leads: z.array(z.strictObject({ lead: z.number().int(), rows: count })),
  }),
  /** How often a rule that knows nothing of the content is right. Rows on which it says nothing are `undecided`. */
  baselines: z.array(z.strictObject({ name: baselineName, accuracy: estimate, undecided: count })),
  /** By preferences against other models, most rows first; at most 100. */
  models: z.array(
    z.strictObject({ name: z.string(), wins: count, losses: count, ties: count, rate: estimate }),
  ),
  shared: z.strictObject({
    /** Prompts that are in more than one part; null: there is one part. */
    same: count.nullable(),
    /** Prompts that are nearly the same as one in another part. */
    near: count.nullable(),
    /** Prompts outside of the largest part, against which all are held: so many of so many. */
    looked: count,
    of: count,
    /**
     * So many prompts of one part are alike that not all were held against the others: `near` is the least there are. Left out in
     * reports made before it was told.
     */
    atLeast: z.boolean().optional(),
  }),
  lengths: z.strictObject({
    /** Estimated tokens of prompt and longer response. */
    over: z.array(z.strictObject({ tokens: count, rows: count, share: z.number().nullable() })),
    median: count.nullable(),
    p95: count.nullable(),
    most: count.nullable(),
  }),
  balance: z.strictObject({
    /** Preferences for the first response of a pair in the order of the project; n: rows. */
    first: estimate,
    kinds: z.array(z.strictObject({ kind: z.string(), rows: count })),
    /** Labels that a `kto` file of the rows holds. */
    kto: z.strictObject({ good: count, bad: count }),
    /** Preferences by their margin; the last interval holds its end. */
    margins: z.array(z.strictObject({ from: z.number(), to: z.number(), rows: count })),
  }),
  /** Most rows first; null: the prompt names none. */
  languages: z.array(z.strictObject({ name: z.string().nullable(), rows: count })),
});
export type DatasetHealth = z.infer<typeof datasetHealth>;

/** The parts of the work, in order. */
export const healthStep = z.enum(['rows', 'texts', 'labels', 'baselines', 'prompts', 'balance']);
export type HealthStep = z.infer<typeof healthStep>;

export const healthReport = z.strictObject({
  id,
  projectId: id,
  /** Null: of a recipe that is not frozen. */
  versionId: id.nullable(),
  recipe,
  state: z.enum(['queued', 'running', 'ready', 'failed', 'cancelled']),
  /** The part that is under way. */
  step: healthStep.nullable(),
  /** 0 to 100. */
  percent: z.number().min(0).max(100),
  /** Judgments up to this moment are in. */
  asOf: timestamp.nullable(),
  result: datasetHealth.nullable(),
  error: jobError.nullable(),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
});
export type HealthReport = z.infer<typeof healthReport>;

const reportParams = projectParams.extend({ reportId: id });

export const requestHealth = endpoint({
  method: 'POST',
  path: '/projects/:projectId/health-reports',
  tag,
  access,
  summary:
    'Asks for the health report of a frozen version, which is made once, or of a recipe as it would be frozen now',
  params: projectParams,
  body: z.union([z.strictObject({ versionId: id }), z.strictObject({ recipe })]),
  response: healthReport,
  status: 202,
  errors: ['wrong_state'],
});

export const getHealth = endpoint({
  method: 'GET',
  path: '/projects/:projectId/health-reports/:reportId',
  tag,
  access,
  summary: 'A health report, or how far it is',
  params: reportParams,
  response: healthReport,
});

export const getVersionHealth = endpoint({
  method: 'GET',
  path: '/projects/:projectId/versions/:versionId/health',
  tag,
  access,
  summary: 'The newest health report of a version; null: none was asked for',
  params: projectParams.extend({ versionId: id }),
  response: z.strictObject({ report: healthReport.nullable() }),
});

export const cancelHealth = endpoint({
  method: 'POST',
  path: '/projects/:projectId/health-reports/:reportId/cancel',
  tag,
  access,
  summary: 'Stops a health report; nothing half-made is kept',
  params: reportParams,
  response: healthReport,
  errors: ['wrong_state'],
});
