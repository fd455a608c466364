import { z } from 'zod';
import { dropExample, dropReason, exportFormat, unitKind } from './datasets.ts';
import { endpoint } from './endpoint.ts';
import { singleDetails, storedOutcome } from './judgment.ts';
import { count, id, projectParams, timestamp } from './shapes.ts';
import { comparedVersion, diffSide } from './version-diff.ts';

/** From a row of a frozen version, or a comparison that has none, back to where it came from. */
const share = z.number().min(0).max(1);

const origin = z.strictObject({
  batchId: id,
  batch: z.string(),
  /** Of the batch, now. */
  round: count,
  /** Null: the comparisons were not imported from a file. */
  import: z
    .strictObject({
      importId: id,
      filename: z.string(),
      /** From 1; null: imported before lines were kept. */
      line: count.nullable(),
      importedAt: timestamp,
      /** Null: not known any more. */
      importedBy: z.string().nullable(),
    })
    .nullable(),
});

/** A judgment of the comparison as the version has it. */
const whyVote = z.strictObject({
  judgmentId: id,
  annotatorId: id,
  /** As the reader may know them. */
  annotator: z.string(),
  source: z.enum(['annotator', 'import']),
  assignment: z.enum(['normal', 'gold', 'repeat', 'practice', 'review', 'imported']),
  /** When the work was handed out. */
  assignedAt: timestamp,
  createdAt: timestamp,
  outcome: z.enum([...storedOutcome.options, 'retracted']),
  /** -3..3, negative = the first canonical response is better. */
  strength: z.number().nullable(),
  ranks: z.array(z.number().int().nullable()).nullable(),
  /** Ratings and steps of a response judged alone; null of all others. */
  details: singleDetails.nullable(),
  /** What it says on the criterion that labels the rows; null: nothing, or the main question labels them. */
  onCriterion: z
    .strictObject({
      outcome: z.enum(['preference', 'tie', 'cannot_judge']),
      strength: z.number().nullable(),
    })
    .nullable(),
  counted: z.boolean(),
  notCountedBecause: z.string().nullable(),
});
export type WhyVote = z.infer<typeof whyVote>;

const whyStep = z.strictObject({
  /** What the unit would be left out for. */
  reason: dropReason,
  state: z.enum(['passed', 'stopped', 'not_reached', 'decided']),
  /** The choice of the recipe that asks it, and what it asks; null: every recipe does. */
  choice: z.string().nullable(),
  wanted: z.unknown(),
  /** What was found, where that is one value; else null. */
  found: z.unknown(),
});
export type WhyStep = z.infer<typeof whyStep>;

/** What the counted judgments say of one response judged alone. */
const whySingle = z.strictObject({
  /** Which of it tells: thumbs; without thumbs, steps; without either, ratings. Null: nothing of these. */
  kind: z.enum(['label', 'steps', 'ratings']).nullable(),
  up: count,
  down: count,
  cannot_judge: count,
  /** Each place that more than half of those who judged steps reach, by code points of the last message's content. */
  steps: z.array(z.strictObject({ start: count, end: count, right: count, wrong: count, neutral: count })),
  ratings: z.array(z.strictObject({ key: z.string(), mean: z.number(), votes: count })),
});

const whyUnit = z.strictObject({
  rowId: z.string(),
  source: unitKind,
  /** Canonical indices of the responses; null of one response, and of a rewrite the second is what it stands against. */
  first: count.nullable(),
  second: count.nullable(),
  /** Null: it is no row, for the reason in `dropped`. */
  row: diffSide.extend({ ordinal: count }).nullable(),
  dropped: dropReason.nullable(),
  /** What the counted votes say of these two responses; null of rewrites, which are one person's, and of one response. */
  ballots: z
    .strictObject({ first: count, second: count, tie: count, both_bad: count, cannot_judge: count })
    .nullable(),
  /** Null of all that is not about one response judged alone. */
  single: whySingle.nullable(),
  /** Share of the ballots for the most frequent answer, each vote weighing the same, of steps the least of them; null without ballots. */
  leading: share.nullable(),
  /** Reviewers' decision went before the votes. */
  decided: z.boolean(),
  steps: z.array(whyStep),
});
export type WhyUnit = z.infer<typeof whyUnit>;

const whySplit = z.strictObject({
  by: z.enum(['all', 'prompt', 'annotator', 'date']),
  /** Hash of the prompt in hex, and its place in 0..1 under the salt; null unless the split is by prompt. */
  key: z.string().nullable(),
  salt: z.string().nullable(),
  place: share.nullable(),
  /** The prompt whose part this one was put into, being nearly the same. */
  joinedWith: z.strictObject({ promptId: id, comparisonId: id.nullable(), excerpt: z.string() }).nullable(),
  /** Other prompts that were put into its part. */
  joinedBy: count,
});

const whyFile = z.strictObject({
  exportId: id,
  format: exportFormat,
  /** Files of the row's part. */
  name: z.string(),
  /** From 1, counting rows and no header; null where the format may leave rows out or make several lines of one. */
  line: count.nullable(),
});

export const whyRow = z.strictObject({
  version: comparedVersion,
  comparisonId: id,
  /** The unit that was asked for; null: the comparison was. */
  asked: z.string().nullable(),
  origin,
  prompt: z.strictObject({
    promptId: id,
    externalId: z.string().nullable(),
    language: z.string().nullable(),
    /** The row named none: an import detected it in the text. */
    languageDetected: z.boolean(),
    category: z.string().nullable(),
    source: z.string().nullable(),
    tags: z.array(z.string()),
    excerpt: z.string(),
  }),
  /** In canonical order, then rewrites. */
  responses: z.array(
    z.strictObject({ responseId: id, model: z.string(), rewrite: z.boolean(), excerpt: z.string() }),
  ),
  votes: z.array(whyVote),
  /** Judgments given since. */
  votesSince: count,
  decision: z
    .strictObject({
      outcome: z.string(),
      strength: z.number().nullable(),
      decidedAt: timestamp,
      reviewers: z.array(z.string()),
    })
    .nullable(),
  /**
   * stored: units are all there. imported_since: the comparison came after the freeze. not_stored: the version is older than what it
   * takes to tell, and units that are no rows are not known.
   */
  knowledge: z.enum(['stored', 'imported_since', 'not_stored']),
  units: z.array(whyUnit),
  /** Null: it has no row. */
  split: whySplit.nullable(),
  files: z.array(whyFile),
});
export type WhyRow = z.infer<typeof whyRow>;

export const explainRow = endpoint({
  method: 'GET',
  path: '/projects/:projectId/versions/:versionId/why/:rowId',
  tag: 'Datasets',
  access: { kind: 'project', action: 'export', scope: 'export' },
  summary: 'Why a row is in a version, or a comparison is not: from the import to the line of the file',
  /** The id of a row as exported lines have it, or of a comparison. */
  params: projectParams.extend({ versionId: id, rowId: z.string().min(1).max(200) }),
  response: whyRow,
  errors: ['wrong_state', 'not_found'],
});

export const listComparisonVersions = endpoint({
  method: 'GET',
  path: '/projects/:projectId/comparisons/:comparisonId/versions',
  tag: 'Datasets',
  reads: 'replica',
  access: { kind: 'project', action: 'export', scope: 'export' },
  summary:
    'What the newest frozen version of each dataset has of a comparison; up to 50 datasets, newest first',
  params: projectParams.extend({ comparisonId: id }),
  response: z.strictObject({
    items: z.array(
      comparedVersion.extend({
        /** Its rows in the version. */
        own: count,
        /** Why it has no more; null: every unit is a row, or that was not stored. */
        dropped: z.array(dropReason).nullable(),
      }),
    ),
  }),
  errors: ['not_found'],
});

/** Comparisons that lose a unit in a version, up to three for each reason. */
export const getVersionExamples = endpoint({
  method: 'GET',
  path: '/projects/:projectId/versions/:versionId/examples',
  tag: 'Datasets',
  access: { kind: 'project', action: 'export', scope: 'export' },
  summary: 'Up to three comparisons that a version leaves out, for each reason',
  params: projectParams.extend({ versionId: id }),
  response: z.strictObject({ examples: z.partialRecord(dropReason, z.array(dropExample)) }),
  errors: ['wrong_state'],
});

/** Where a line of an export may come from. */
const foundRow = z.strictObject({
  /** What `explainRow` takes: a row's id, or the comparison's where the line is made of several rows or of none. */
  rowId: z.string(),
  comparisonId: id,
  /** Formats that write exactly this line; empty: only the texts are those of the row. */
  formats: z.array(exportFormat),
  /** The first words of the prompt. */
  excerpt: z.string(),
});
export type FoundRow = z.infer<typeof foundRow>;

export const findRows = endpoint({
  method: 'POST',
  path: '/projects/:projectId/versions/:versionId/find',
  tag: 'Datasets',
  access: { kind: 'project', action: 'export', scope: 'export' },
  summary: 'The rows that a line of an export is made of, also where it carries no id; changes nothing',
  params: projectParams.extend({ versionId: id }),
  /** One JSON object as it stands in a file of JSON lines or in a list. */
  body: z.strictObject({ line: z.string().min(2).max(500_000) }),
  /** Up to 50: those that write the line, else those whose texts are in it. */
  response: z.strictObject({ items: z.array(foundRow) }),
  errors: ['wrong_state', 'not_found', 'invalid_request'],
});

export const findLine = endpoint({
  method: 'POST',
  path: '/projects/:projectId/exports/:exportId/find',
  tag: 'Datasets',
  access: { kind: 'project', action: 'export', scope: 'export' },
  summary:
    'The row that stands in a line of a file of an export, however it is packed and cut; changes nothing',
  params: projectParams.extend({ exportId: id }),
  body: z.strictObject({
    fileName: z.string().min(1).max(200),
    /** From 1, counting rows: no header of a table, no bracket of a list. Of Parquet, the row. */
    line: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  }),
  response: foundRow,
  errors: ['wrong_state', 'not_found', 'invalid_request'],
});
