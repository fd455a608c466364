import type { Me } from '@pairwright/contract/auth';
import type { ComponentType } from 'react';
import { runsProjects } from './features/console/access.ts';
import type { Feature } from './i18n/keys.ts';
import { paths, patterns } from './paths.ts';

export interface PageDefinition {
  /** The router's pattern, of the list of all; `:name` parts reach the page as its `params`. */
  pattern: (typeof patterns)[keyof typeof patterns];
  /** Loads the page's code; the page is the module's `default` export. */
  load: () => Promise<{ default: ComponentType<{ params: Record<string, string> }> }>;
  /** Catalogues whose messages the page needs. */
  catalogues: readonly Feature[];
  /** `full`: the page fills the window and brings its own header. */
  frame: 'shell' | 'full';
}

/**
 * Pages everybody may need. A new page is one entry here and one line in `paths.ts`; pages of those who run
 * projects go into `features/console/console-pages.ts`, which annotators never load.
 */
export const pages: readonly PageDefinition[] = [
  {
    pattern: patterns.work,
    load: () => import('./features/my-work/MyWorkPage.tsx'),
    catalogues: ['work', 'work-life', 'safety'],
    frame: 'shell',
  },
  {
    pattern: patterns.myJudgments,
    load: () => import('./features/my-work/MyJudgmentsPage.tsx'),
    catalogues: ['work', 'labeling'],
    frame: 'shell',
  },
  {
    pattern: patterns.myFeedback,
    load: () => import('./features/my-work/FeedbackPage.tsx'),
    catalogues: ['work-life'],
    frame: 'shell',
  },
  {
    pattern: patterns.myTime,
    load: () => import('./features/my-work/TimePage.tsx'),
    catalogues: ['work-life'],
    frame: 'shell',
  },
  {
    pattern: patterns.workPreferences,
    load: () => import('./features/my-work/WorkPreferencesPage.tsx'),
    catalogues: ['work-life'],
    frame: 'shell',
  },
  {
    pattern: patterns.practice,
    load: async () => ({ default: (await import('./labeling/practice/PracticePage.tsx')).PracticePage }),
    catalogues: ['practice', 'labeling'],
    frame: 'full',
  },
  {
    pattern: patterns.exam,
    load: () => import('./features/my-work/ExamPage.tsx'),
    catalogues: ['work-life', 'labeling'],
    frame: 'shell',
  },
  {
    pattern: patterns.annotate,
    load: async () => ({ default: (await import('./labeling/AnnotatePage.tsx')).AnnotatePage }),
    catalogues: ['labeling'],
    frame: 'full',
  },
  {
    pattern: patterns.account,
    load: () => import('./features/account/AccountPage.tsx'),
    catalogues: ['account', 'auth', 'own-data', 'console', 'console-trash'],
    frame: 'shell',
  },
];

/** Where a person lands: those who run projects see them, those who judge see their work. */
export function homeOf(me: Me): string {
  return runsProjects(me) ? paths.projects() : paths.work();
}
