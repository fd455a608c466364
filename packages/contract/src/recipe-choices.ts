import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { label, partKey } from './question-form.ts';
import { count, id, projectParams } from './shapes.ts';

/** A value that a filter can take, with how much of what the filter is about has it. */
const offered = <Value extends z.ZodType>(value: Value) => z.strictObject({ value, count });
const texts = z.array(offered(z.string()));
const numbers = z.array(offered(z.number().int()));

/** What there is in a project for the filters of a recipe to choose from, at most 200 of each. */
const offeredValues = z.strictObject({
  /** One for each import, newest first. Comparisons of each; so for all of these, most of them first. */
  batches: z.array(offered(id).extend({ name: z.string() })),
  rounds: numbers,
  languages: texts,
  categories: texts,
  sources: texts,
  tags: texts,
  models: texts,
  /** Keys of the flags that the questions offer for a response. */
  flags: texts,
  /** Keys of the criteria that the questions ask for; judgments that answer each. */
  criteria: texts,
  /** Judgments of each, newest first. */
  questionVersions: numbers,
  guidelinesVersions: numbers,
  /** Members of each. */
  teams: texts,
});

/** A number that is given to a response, and what the ends of its scale are called. */
const offeredRating = z.strictObject({
  key: partKey,
  label,
  min: z.number().int(),
  max: z.number().int(),
  low: label.nullable(),
  high: label.nullable(),
});

export const recipeChoices = offeredValues.extend({
  /** That the questions ask for, each as the newest version that has it does. */
  ratings: z.array(offeredRating),
  /** Lists that may lack some: what is rare in a large project, or comes after the first 200. */
  partial: z.array(offeredValues.keyof()),
  /** In a large project the counts are those of a sample, scaled up; always of the same comparisons. Null: all were looked at. */
  sampled: z.strictObject({ comparisons: count, of: count }).nullable(),
});
export type RecipeChoices = z.infer<typeof recipeChoices>;
export type OfferedList = keyof z.infer<typeof offeredValues>;

export const getRecipeChoices = endpoint({
  method: 'GET',
  path: '/projects/:projectId/recipe-choices',
  tag: 'Datasets',
  reads: 'replica',
  access: { kind: 'project', action: 'export', scope: 'export' },
  summary: 'What the filters of a recipe can choose from, with counts',
  params: projectParams,
  response: recipeChoices,
});
