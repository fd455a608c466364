import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { importFindings } from './import-findings.ts';
import { detectedLanguages, languagePolicy } from './import-languages.ts';
import { ratingVotes } from './import-ratings.ts';
import { askedReading, importReading } from './import-reading.ts';
import { importSource } from './import-source.ts';
import { jobProgress } from './job-progress.ts';
import { personalDataPolicy } from './personal-data.ts';
import { provenance } from './provenance.ts';
import { count, id, jobError, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

const tag = 'Import';
const access = { kind: 'project', action: 'import', scope: 'import' } as const;

const seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31)
  .default(0);

/** How the responses of one prompt become comparisons: of two (three plans), of up to `size` for a ranking, or of one. */
export const pairing = z.discriminatedUnion('plan', [
  z.strictObject({ plan: z.literal('all_pairs') }),
  z.strictObject({ plan: z.literal('against_baseline'), model: z.string().min(1).max(200) }),
  z.strictObject({
    plan: z.literal('random_k'),
    k: z.number().int().min(1).max(100),
    seed,
  }),
  z.strictObject({
    plan: z.literal('groups'),
    /** All responses of a prompt when they are fewer; dealt into several comparisons when they are more. */
    size: z.number().int().min(3).max(9),
    seed,
  }),
  z.strictObject({ plan: z.literal('singles') }),
]);
export type Pairing = z.infer<typeof pairing>;

export const importState = z.enum([
  'uploading',
  'uploaded',
  'checking',
  'checked',
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
]);

export const importNote = z.strictObject({ code: z.string(), message: z.string(), count });

export const importJob = z.strictObject({
  id,
  projectId: id,
  filename: z.string(),
  /** Null: it was uploaded. */
  source: importSource.nullable(),
  /** Null until the file is here. */
  sizeBytes: count.nullable(),
  sha256: z.string().nullable(),
  state: importState,
  pairing: pairing.nullable(),
  /** How its rows are read; null: not told yet, and recognised when a check or a run begins. */
  reading: importReading.nullable(),
  /** What the counts are about: after a `check` they say what a run would add, and nothing was added. */
  phase: z.enum(['upload', 'check', 'run']),
  /** Every row is one of three: accepted (it adds something), duplicate (all of it is there already) or rejected. */
  bytesDone: count,
  /** Lines or, in other containers than JSON lines, rows read. */
  lines: count,
  /** Null unless it is checked or run. */
  progress: jobProgress.nullable(),
  rowsAccepted: count,
  rowsRejected: count,
  rowsDuplicate: count,
  /** During and after a check: what a run would add. */
  promptsAdded: count,
  responsesAdded: count,
  comparisonsAdded: count,
  /** Past judgments; they are no work of the project. */
  votesAdded: count,
  /** Pairs of equal texts, or responses with the text of another one in the same group, are not compared; they are counted here. */
  comparisonsIdentical: count,
  /** What a run would add, known after a check. */
  comparisonsPlanned: count.nullable(),
  /** What becomes of personal data in prompts and responses. */
  personalData: personalDataPolicy,
  /** What becomes of prompts whose rows name no language. */
  languages: languagePolicy,
  /** What becomes of past votes that only rate, where the project compares. */
  ratingVotes,
  /** Of rows that name no source or licence; null: not told, and taken from the README of an archive when a check or a run begins. */
  provenance: provenance.nullable(),
  /** With `detect`: the new prompts whose rows name no language. During and after a check: those that a run would add. */
  languagesDetected: detectedLanguages,
  /** What was seen in the texts, known after a check. */
  findings: importFindings.nullable(),
  notes: z.array(importNote),
  error: jobError.nullable(),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
});
export type ImportJob = z.infer<typeof importJob>;

export const importReject = z.strictObject({
  /** Inside an archive or a compressed file: `archive.zip/train.jsonl`. Null: the file itself, line by line. */
  file: z.string().nullable(),
  /** From 1; of a Parquet file, the row. */
  line: count,
  /** From 1, where it is another number than the line; null: the line says it. */
  row: count.nullable(),
  path: z.string(),
  value: z.string(),
  code: z.string(),
  rule: z.string(),
  fix: z.string(),
});
export type ImportReject = z.infer<typeof importReject>;

const importParams = projectParams.extend({ importId: id });

/**
 * Without `reading` the file is read as it was last asked for, and where nothing was asked, as it is recognised. Without
 * `personalData`, `languages` and `ratingVotes` these are treated as they were last asked for, and kept the first time. Without `provenance`
 * it stays, and the first time it is what the README of an archive says.
 */
export const importTurn = z.strictObject({
  pairing,
  reading: askedReading.optional(),
  personalData: personalDataPolicy.optional(),
  languages: languagePolicy.optional(),
  ratingVotes: ratingVotes.optional(),
  provenance: provenance.optional(),
});

export const uploadImport = endpoint({
  method: 'POST',
  path: '/projects/:projectId/imports',
  tag,
  access,
  stream: 'upload',
  summary:
    'Upload a file as the raw body (application/x-ndjson or application/octet-stream): JSON lines, a JSON list, CSV, TSV or Parquet, plain or as .gz, .zst or .zip',
  params: projectParams,
  query: z.strictObject({ filename: z.string().min(1).max(255) }),
  response: importJob,
  status: 201,
  errors: ['payload_too_large', 'unsupported_media_type'],
});

export const listImports = endpoint({
  method: 'GET',
  path: '/projects/:projectId/imports',
  tag,
  access,
  summary: 'Imports, newest first',
  params: projectParams,
  query: pageQuery,
  response: pageOf(importJob),
});

export const getImport = endpoint({
  method: 'GET',
  path: '/projects/:projectId/imports/:importId',
  tag,
  access,
  summary: 'One import',
  params: importParams,
  response: importJob,
});

export const checkImport = endpoint({
  method: 'POST',
  path: '/projects/:projectId/imports/:importId/check',
  tag,
  access,
  summary: 'Dry run: validate every row and count what a run would add; adds nothing',
  params: importParams,
  body: importTurn,
  response: importJob,
  status: 202,
  errors: ['wrong_state', 'plan_unfit'],
});

export const runImport = endpoint({
  method: 'POST',
  path: '/projects/:projectId/imports/:importId/run',
  tag,
  access,
  summary: 'Add the good rows; what is there already is added once only',
  params: importParams,
  body: importTurn,
  response: importJob,
  status: 202,
  errors: ['wrong_state', 'plan_unfit'],
});

export const cancelImport = endpoint({
  method: 'POST',
  path: '/projects/:projectId/imports/:importId/cancel',
  tag,
  access,
  summary: 'Stop; rows already added stay',
  params: importParams,
  response: importJob,
  errors: ['wrong_state'],
});

export const watchImport = endpoint({
  method: 'GET',
  path: '/projects/:projectId/imports/:importId/events',
  tag,
  access,
  stream: 'events',
  summary: 'Progress as server-sent events; each `data` is the import',
  params: importParams,
});

export const listRejects = endpoint({
  method: 'GET',
  path: '/projects/:projectId/imports/:importId/rejects',
  tag,
  access,
  summary: 'Faults of the rows left out, by line',
  params: importParams,
  query: pageQuery,
  response: pageOf(importReject),
});

export const downloadRejects = endpoint({
  method: 'GET',
  path: '/projects/:projectId/imports/:importId/rejected-rows',
  tag,
  access,
  stream: 'download',
  summary:
    'The rows left out, to mend and import again: lines as they were, a table with its header, rows of other containers as JSON; faults=true gives the faults instead',
  params: importParams,
  query: z.strictObject({ faults: z.enum(['true', 'false']).default('false') }),
});
