import type { OperationName } from '@pairwright/contract/endpoints';

/** What is another when something is taken out of work, or comes back. */
export const readsOfWork = [
  'getComparison',
  'listComparisons',
  'getRouting',
  'getProject',
  'listProjects',
  'getDashboard',
  'listReviewQueue',
  'getRecipeChoices',
  'listMyProjects',
  'getMyProject',
] as const satisfies readonly OperationName[];
