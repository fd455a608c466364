import { z } from 'zod';
import { mapping, voteMappingFault } from './import-mapping.ts';

const name = z.string().min(1).max(200);

/** What of a zipped data set is read, where it is not the usual: see docs/import.md. */
export const folderChoice = z
  .strictObject({
    /** Of the `configs` of its README. */
    config: name.optional(),
    split: name.optional(),
    /** One file alone, as the archive has it, below the folder that all is in. */
    file: z.string().min(1).max(1000).optional(),
  })
  .refine(({ config, split, file }) => file === undefined || (config === undefined && split === undefined), {
    message: 'a file, or a configuration and a split',
    path: ['file'],
  });
export type FolderChoice = z.infer<typeof folderChoice>;

const folder = folderChoice.optional();

/**
 * How the rows of a file are read: as a known format (names of `inFormats`), by what a person said of its columns, or as they
 * are recognised, where only the part of an archive is said.
 */
export const importReading = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('format'),
    format: z
      .string()
      .max(60)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens'),
    folder,
  }),
  z.strictObject({ by: z.literal('mapping'), mapping, folder }),
  z.strictObject({ by: z.literal('recognised'), folder: folderChoice }),
]);
export type ImportReading = z.infer<typeof importReading>;
/** One that says what the rows are. */
export type SettledReading = Exclude<ImportReading, { by: 'recognised' }>;

/** One that is asked for: the votes of a mapping fit its responses. */
export const askedReading = importReading.superRefine((reading, context) => {
  if (reading.by !== 'mapping') return;
  reading.mapping.votes.forEach((vote, index) => {
    const message = voteMappingFault(vote, reading.mapping);
    if (message !== null) context.addIssue({ code: 'custom', path: ['mapping', 'votes', index], message });
  });
});
