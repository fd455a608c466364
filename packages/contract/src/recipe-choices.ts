import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, projectParams } from './shapes.ts';

/** What there is in a project for the filters of a recipe to choose from; newest first, at most 200 of each. */
export const recipeChoices = z.strictObject({
  /** One for each import. */
  batches: z.array(z.strictObject({ id, name: z.string() })),
  questionVersions: z.array(z.number().int()),
  guidelinesVersions: z.array(z.number().int()),
  /** Keys of the flags that the questions offer for a response. */
  flags: z.array(z.string()),
});

export const getRecipeChoices = endpoint({
  method: 'GET',
  path: '/projects/:projectId/recipe-choices',
  tag: 'Datasets',
  reads: 'replica',
  access: { kind: 'project', action: 'export', scope: 'export' },
  summary: 'What the filters of a recipe can choose from',
  params: projectParams,
  response: recipeChoices,
});
