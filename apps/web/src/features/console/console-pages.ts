import type { PageDefinition } from '../../pages.ts';
import { patterns } from '../../paths.ts';

/** The pages of those who run projects. Each is its own chunk: annotators never load them. */
export const consolePages: readonly PageDefinition[] = [
  {
    pattern: patterns.projects,
    load: () => import('./projects/ProjectsPage.tsx'),
    catalogues: ['console', 'console-projects'],
    frame: 'shell',
  },
  {
    pattern: patterns.newProject,
    load: () => import('./projects/NewProjectPage.tsx'),
    catalogues: ['console', 'console-projects', 'console-question', 'labeling'],
    frame: 'shell',
  },
  {
    pattern: patterns.project,
    load: () => import('./projects/ProjectPage.tsx'),
    catalogues: ['console', 'console-projects', 'console-question', 'console-practice'],
    frame: 'shell',
  },
  {
    pattern: patterns.guidelines,
    load: () => import('./projects/GuidelinesPage.tsx'),
    catalogues: ['console', 'console-projects'],
    frame: 'shell',
  },
  {
    pattern: patterns.question,
    load: () => import('./projects/QuestionPage.tsx'),
    catalogues: ['console', 'console-projects', 'console-question', 'labeling'],
    frame: 'shell',
  },
  {
    pattern: patterns.imports,
    load: () => import('./imports/ImportsPage.tsx'),
    catalogues: ['console', 'console-imports'],
    frame: 'shell',
  },
  {
    pattern: patterns.import,
    load: () => import('./imports/ImportPage.tsx'),
    catalogues: ['console', 'console-imports', 'console-faults'],
    frame: 'shell',
  },
  {
    pattern: patterns.comparisons,
    load: () => import('./comparisons/ComparisonsPage.tsx'),
    catalogues: ['console', 'console-projects', 'console-question'],
    frame: 'shell',
  },
  {
    pattern: patterns.comparison,
    load: () => import('./comparisons/ComparisonPage.tsx'),
    catalogues: [
      'console',
      'console-projects',
      'console-question',
      'console-practice',
      'console-review',
      'labeling',
    ],
    frame: 'shell',
  },
  {
    pattern: patterns.quality,
    load: () => import('./statistics/quality/QualityPage.tsx'),
    catalogues: ['console', 'console-statistics', 'console-quality'],
    frame: 'shell',
  },
  {
    pattern: patterns.leaderboard,
    load: () => import('./statistics/leaderboard/LeaderboardPage.tsx'),
    catalogues: ['console', 'console-statistics', 'console-leaderboard'],
    pattern: patterns.review,
    load: () => import('./review/ReviewPage.tsx'),
    catalogues: [
      'console',
      'console-projects',
      'console-question',
      'console-practice',
      'console-review',
      'console-routing',
      'labeling',
    ],
    frame: 'shell',
  },
  {
    pattern: patterns.datasets,
    load: () => import('./datasets/DatasetsPage.tsx'),
    catalogues: ['console', 'console-datasets'],
    frame: 'shell',
  },
  {
    pattern: patterns.newDataset,
    load: () => import('./datasets/NewDatasetPage.tsx'),
    catalogues: ['console', 'console-datasets'],
    frame: 'shell',
  },
  {
    pattern: patterns.dataset,
    load: () => import('./datasets/DatasetPage.tsx'),
    catalogues: ['console', 'console-datasets'],
    frame: 'shell',
  },
  {
    pattern: patterns.version,
    load: () => import('./datasets/VersionPage.tsx'),
    catalogues: ['console', 'console-datasets'],
    frame: 'shell',
  },
  {
    pattern: patterns.members,
    load: () => import('./people/MembersPage.tsx'),
    catalogues: ['console', 'console-people', 'auth'],
    frame: 'shell',
  },
  {
    pattern: patterns.routing,
    load: () => import('./routing/RoutingPage.tsx'),
    catalogues: ['console', 'console-projects', 'console-routing', 'labeling'],
    frame: 'shell',
  },
  {
    pattern: patterns.people,
    load: () => import('./people/PeoplePage.tsx'),
    catalogues: ['console', 'console-people', 'auth'],
    frame: 'shell',
  },
  {
    pattern: patterns.tokens,
    load: () => import('./people/TokensPage.tsx'),
    catalogues: ['console', 'console-people'],
    frame: 'shell',
  },
];
