import { z } from 'zod';
import { count } from './shapes.ts';

/** Why a file is taken for rows of a format, or for none; as codes, so that every page says it in its own language. */

/** What a column holds that speaks for a format. */
export const signKind = z.enum([
  'text',
  /** Begins with "\n\nHuman:". */
  'transcript',
  'list',
  'texts',
  'messages',
  /** Items with "from". */
  'turns',
  'object',
  'number',
  'truth',
  /** It is there, whatever it holds. */
  'there',
]);
export type SignKind = z.infer<typeof signKind>;

export const formatSign = z.strictObject({ column: z.string(), holds: signKind });
export type FormatSign = z.infer<typeof formatSign>;

const ofRows = { format: z.string(), rows: count, sample: count };

/** `sample`: objects looked at; `rows`: those of them that are of the format. */
export const recognitionReason = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('clear'), ...ofRows }),
  /** Fewer than half of the rows are of it. */
  z.strictObject({ code: z.literal('too_few'), ...ofRows }),
  /** None of the rows is an object. */
  z.strictObject({ code: z.literal('no_objects') }),
  /** The columns of the first row, at most twelve, each cut. */
  z.strictObject({ code: z.literal('unknown'), columns: z.array(z.string()) }),
  /** As much speaks for one as for the other. */
  z.strictObject({ code: z.literal('either'), formats: z.tuple([z.string(), z.string()]) }),
  /** Rows of several formats in one file. */
  z.strictObject({ code: z.literal('mixed'), formats: z.array(z.string()) }),
  /** Nothing of the file can be read; the fault as in `ImportReject`. */
  z.strictObject({ code: z.literal('unreadable'), fault: z.string(), rule: z.string(), fix: z.string() }),
]);
export type RecognitionReason = z.infer<typeof recognitionReason>;
