/** Every address of the web, built in one place. Patterns for the router stand beside the builders. */
export const paths = {
  home: () => '/',
  signIn: () => '/sign-in',
  setup: () => '/setup',
  work: () => '/my-work',
  myJudgments: (projectId: string) => `/my-work/${projectId}/judgments`,
  practice: (projectId: string) => `/my-work/${projectId}/practice`,
  myFeedback: () => '/my-work/feedback',
  myTime: () => '/my-work/time',
  workPreferences: () => '/my-work/preferences',
  annotate: (projectId: string) => `/annotate/${projectId}`,
  /** Opens one of my earlier judgments in the workbench. */
  revisit: (projectId: string, assignmentId: string) => `/annotate/${projectId}?revisit=${assignmentId}`,
  account: () => '/account',
  tokens: () => '/tokens',
  people: () => '/people',
  projects: () => '/projects',
  newProject: () => '/projects/new',
  project: (projectId: string) => `/projects/${projectId}`,
  guidelines: (projectId: string) => `/projects/${projectId}/guidelines`,
  question: (projectId: string) => `/projects/${projectId}/question`,
  members: (projectId: string) => `/projects/${projectId}/members`,
  imports: (projectId: string) => `/projects/${projectId}/imports`,
  import: (projectId: string, importId: string) => `/projects/${projectId}/imports/${importId}`,
  comparisons: (projectId: string) => `/projects/${projectId}/comparisons`,
  comparison: (projectId: string, comparisonId: string) =>
    `/projects/${projectId}/comparisons/${comparisonId}`,
  datasets: (projectId: string) => `/projects/${projectId}/datasets`,
  newDataset: (projectId: string) => `/projects/${projectId}/datasets/new`,
  dataset: (projectId: string, datasetId: string) => `/projects/${projectId}/datasets/${datasetId}`,
  version: (projectId: string, versionId: string) => `/projects/${projectId}/versions/${versionId}`,
} as const;

export const patterns = {
  home: '/',
  signIn: '/sign-in',
  setup: '/setup',
  work: '/my-work',
  myJudgments: '/my-work/:projectId/judgments',
  practice: '/my-work/:projectId/practice',
  myFeedback: '/my-work/feedback',
  myTime: '/my-work/time',
  workPreferences: '/my-work/preferences',
  annotate: '/annotate/:projectId',
  account: '/account',
  tokens: '/tokens',
  people: '/people',
  projects: '/projects',
  newProject: '/projects/new',
  project: '/projects/:projectId',
  guidelines: '/projects/:projectId/guidelines',
  question: '/projects/:projectId/question',
  members: '/projects/:projectId/members',
  imports: '/projects/:projectId/imports',
  import: '/projects/:projectId/imports/:importId',
  comparisons: '/projects/:projectId/comparisons',
  comparison: '/projects/:projectId/comparisons/:comparisonId',
  datasets: '/projects/:projectId/datasets',
  newDataset: '/projects/:projectId/datasets/new',
  dataset: '/projects/:projectId/datasets/:datasetId',
  version: '/projects/:projectId/versions/:versionId',
} as const satisfies Partial<Record<keyof typeof paths, string>>;

/** An address inside this web to go to after signing in; anything else falls back to home. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : paths.home();
}
