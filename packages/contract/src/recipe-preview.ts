import { z } from 'zod';
import { dropExample, dropReason, exportFormat, refusalCounts, unitCounts } from './datasets.ts';
import { endpoint } from './endpoint.ts';
import { recipe } from './recipe.ts';
import { count, id, projectParams } from './shapes.ts';

/**
 * What a freeze leaves out for texts: `found` of `rows`. `isAll`: these are all rows, and what was found is among the drops. Else it is
 * not, and counted when the version is frozen.
 */
export const lookedAt = z.strictObject({ rows: count, found: count, isAll: z.boolean() });
export type LookedAt = z.infer<typeof lookedAt>;

export const previewRecipe = endpoint({
  method: 'POST',
  path: '/projects/:projectId/datasets/preview',
  tag: 'Datasets',
  reads: 'replica',
  access: { kind: 'project', action: 'export', scope: 'export' },
  summary: 'What a recipe would keep and drop now, with the first lines',
  params: projectParams,
  /** `datasetId`: whose pseudonyms the lines have; without it they are made up. */
  body: z.strictObject({ recipe, format: exportFormat, datasetId: id.optional() }),
  response: z.strictObject({
    comparisons: count,
    units: count,
    kinds: unitCounts,
    rows: count,
    drops: z.partialRecord(dropReason, count),
    /** Judgments there are, and how many of them are left out by the filters, by themselves or with their comparison. */
    judgments: z.strictObject({ of: count, filtered: count }),
    /** Up to three comparisons for each reason. */
    examples: z.partialRecord(dropReason, z.array(dropExample)),
    /** In a large project the numbers are those of a sample, scaled up; always of the same comparisons. Null: all were looked at. */
    sampled: z.strictObject({ comparisons: count, of: count }).nullable(),
    /** Of a recipe that leaves out what is nearly the same: those that say nearly what an earlier one says. Null: not looked for. */
    near: lookedAt.nullable(),
    /** Of a recipe that refuses personal data: those with a text that holds some. Null: not looked for. */
    personal: lookedAt.nullable(),
    /** Rows by part; prompts that are nearly the same are put together only when the version is frozen. Empty without a split. */
    splits: z.array(z.strictObject({ name: z.string(), rows: count })),
    /**
     * What the format makes of the rows of the kinds that it holds: of all of them, or of the first ones alone (`isAll` false). Null:
     * it holds every one.
     */
    held: z
      .strictObject({ rows: count, written: count, refused: refusalCounts, isAll: z.boolean() })
      .nullable(),
    lines: z.array(z.string()),
  }),
});
