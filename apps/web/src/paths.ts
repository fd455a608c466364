/** Every address of the web, built in one place. Patterns for the router stand beside the builders. */
export const paths = {
  home: () => '/',
  signIn: () => '/sign-in',
  setup: () => '/setup',
  work: () => '/work',
  myJudgments: (projectId: string) => `/work/${projectId}/judgments`,
  annotate: (projectId: string) => `/annotate/${projectId}`,
  /** Opens one of my earlier judgments in the workbench. */
  revisit: (projectId: string, assignmentId: string) => `/annotate/${projectId}?revisit=${assignmentId}`,
  account: () => '/account',
} as const;

export const patterns = {
  home: '/',
  signIn: '/sign-in',
  setup: '/setup',
  work: '/work',
  myJudgments: '/work/:projectId/judgments',
  annotate: '/annotate/:projectId',
  account: '/account',
} as const satisfies Partial<Record<keyof typeof paths, string>>;

/** An address inside this web to go to after signing in; anything else falls back to home. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : paths.home();
}
