import { z } from 'zod';
import { personalKinds } from './personal-data.ts';
import { count } from './shapes.ts';

/** A row of the file, as rejects name it. */
const place = z.strictObject({ file: z.string().nullable(), line: count, row: count.nullable() });
export type FindingPlace = z.infer<typeof place>;

/** What a check saw in the texts of the rows that go in. */
export const importFindings = z.strictObject({
  /** Rows by what their prompts and responses hold, with the places of the first ones. */
  personalData: z.array(
    z.strictObject({ kind: z.enum(personalKinds), rows: count, examples: z.array(place) }),
  ),
  /** Rows with an answer that tells which model wrote it, with the places of the first ones; null: checked before this was looked for. */
  selfNaming: z
    .strictObject({ rows: count, examples: z.array(place) })
    .nullable()
    .default(null),
  nearPrompts: z.strictObject({
    /** Different prompts that were compared with each other: the first 250,000. */
    prompts: count,
    /** Of them, those that are nearly the same as an earlier one. */
    near: count,
    examples: z.array(z.strictObject({ one: place, other: place })),
  }),
  /**
   * Comparisons with answers that are nearly the same, with the places of the first ones: people can hardly tell them apart. Null:
   * checked before this was looked for.
   */
  nearAnswers: z
    .strictObject({
      /** Those that were looked at: about the first 50,000. */
      comparisons: count,
      near: count,
      examples: z.array(place),
    })
    .nullable()
    .default(null),
  languages: z.strictObject({
    /** Different prompts that were looked at: the first 5,000. */
    prompts: count,
    /** Most first; null: nobody could say. */
    found: z.array(z.strictObject({ language: z.string().nullable(), prompts: count })),
    /** Prompts that name a language themselves, and of these those that name another one than was found. */
    named: count,
    otherwise: count,
  }),
  /**
   * Seconds to read a comparison, the middle one of the first 20,000: 238 words of six characters a minute (Brysbaert 2019), of
   * Chinese, Japanese and Korean 390 characters. Null: there are none.
   */
  readingSeconds: z.number().min(0).nullable(),
});
export type ImportFindings = z.infer<typeof importFindings>;
