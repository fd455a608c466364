import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { askedReading, importReading } from './import-reading.ts';
import { formatSign, recognitionReason } from './import-recognition.ts';
import { importReject } from './imports.ts';
import { provenance } from './provenance.ts';
import { count, id, message, projectParams } from './shapes.ts';

/** What a file is and how its first rows would be read. Nothing is changed by looking. */

/** A place in the rows that a mapping can name: a column, or keys and list places joined by dots. */
export const fileColumn = z.strictObject({
  place: z.string(),
  /** What stands there in the rows looked at. */
  holds: z.array(z.enum(['text', 'number', 'truth', 'list', 'messages', 'object'])),
  /** Rows of the sample where it is not empty. */
  filled: count,
  /** From the first row that has one, cut. */
  example: z.string(),
  /** All values of the sample, where they are few and short: words that stand for something. */
  values: z.array(z.string()),
});
export type FileColumn = z.infer<typeof fileColumn>;

export const pastVote = z.strictObject({
  annotator: z.string().nullable(),
  kind: z.enum(['human', 'model']).nullable(),
  /** Places of the responses it is about, from 0. */
  of: z.array(count),
  outcome: z.enum(['a', 'b', 'tie', 'both_bad', 'cannot_judge', 'retracted']).nullable(),
  /** -3..3, negative: the first of the two. */
  strength: z.number().nullable(),
  ranks: z.array(z.number().nullable()).nullable(),
  thumbs: z.enum(['up', 'down']).nullable(),
  /** Judgments beside: ratings, criteria, safety, steps, flags, marked phrases, a rewrite. */
  parts: count,
  /** False: its file says that it does not count, and it becomes no judgment. */
  counted: z.boolean(),
  /** It does not come in: the texts that it is about are equal, and no comparison comes of them. */
  leftOut: z.boolean(),
});
export type PastVote = z.infer<typeof pastVote>;

const place = importReject.pick({ file: true, line: true, row: true });

/** A row of ours as it would come in, or why it would not. */
export const previewRow = z.discriminatedUnion('ok', [
  place.extend({
    ok: z.literal(true),
    /** As the row names it. */
    language: z.string().nullable(),
    /** Whether the row says that its language was detected before. */
    languageDetected: z.boolean(),
    /** What its prompt would get with `languages: detect`; null: the row names one, or it is not clear. */
    detectedLanguage: z.string().nullable(),
    category: z.string().nullable(),
    prompt: z.array(message),
    responses: z.array(z.strictObject({ model: z.string(), messages: z.array(message) })),
    /** Places of responses whose texts are equal, in groups of two or more. They are not compared with each other; where each is judged alone, one of them is. */
    equal: z.array(z.array(count)),
    votes: z.array(pastVote),
    /** Pictures of its messages; they are kept when the row comes in, and shown from then on. */
    pictures: count,
  }),
  place.extend({
    ok: z.literal(false),
    faults: z.array(importReject.pick({ path: true, value: true, code: true, rule: true, fix: true })),
  }),
]);
export type PreviewRow = z.infer<typeof previewRow>;

export const importInspection = z.strictObject({
  /** By the first bytes: `lines`, `list`, `documents`, `csv`, `parquet`, `gzip`, `zstd`, `zip`, or what is no file of rows. */
  container: z.string(),
  /** Rows looked at, those that cannot be read among them. */
  sample: count,
  /** The format where one is clearly it, and why, or why not. */
  recognised: z.strictObject({
    format: z.string().nullable(),
    reason: recognitionReason,
    candidates: z.array(z.strictObject({ format: z.string(), rows: count, evidence: z.array(formatSign) })),
  }),
  /** Names of everything that can be read, for those who know better. */
  formats: z.array(z.string()),
  columns: z.array(fileColumn),
  /** What an archive says of its parts; null: it is none. */
  folder: z
    .strictObject({
      /** Configurations of its README; empty where it has none. */
      configs: z.array(z.string()),
      /** Splits of the configuration that is read. */
      splits: z.array(z.string()),
      /** What its README says of rows that do not say it themselves. */
      provenance,
      /** Entries of its `dataset_info.json` (LLaMA-Factory) whose file is there; a reading to send, or why there is none. */
      datasets: z.array(
        z.strictObject({
          name: z.string(),
          file: z.string(),
          reading: importReading.nullable(),
          wrong: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
  /** Saved mappings of the project, with the rows of the sample that they can read, most first. */
  mappings: z.array(z.strictObject({ id, name: z.string(), rows: count })),
  /** How the preview is read: as asked, else as recognised; null: not at all. */
  reading: importReading.nullable(),
  preview: z.array(previewRow),
  /** Rows of the sample that would come in, and that would not. */
  good: count,
  bad: count,
});
export type ImportInspection = z.infer<typeof importInspection>;

export const inspectImport = endpoint({
  method: 'POST',
  path: '/projects/:projectId/imports/:importId/inspect',
  tag: 'Import',
  access: { kind: 'project', action: 'import', scope: 'import' },
  summary: 'What the file is, its columns, and its first rows as they would come in; changes nothing',
  params: projectParams.extend({ importId: id }),
  body: z.strictObject({
    /** Left out: as it is recognised. */
    reading: askedReading.optional(),
  }),
  response: importInspection,
  errors: ['wrong_state'],
});
