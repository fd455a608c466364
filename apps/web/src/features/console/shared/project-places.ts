import type { ProjectAction } from '@pairwright/contract/endpoint';
import type { MessageKey } from '../../../i18n/keys.ts';
import { paths } from '../../../paths.ts';

/** A page of a project. */
export interface ProjectPlace {
  label: MessageKey;
  /** After `G`; none of the main navigation has it. */
  letter: string;
  href: (projectId: string) => string;
  needs: ProjectAction;
}

export const projectPlaces: readonly ProjectPlace[] = [
  { label: 'console.nav_overview', letter: 'd', href: paths.project, needs: 'view' },
  { label: 'console.nav_comparisons', letter: 'c', href: paths.comparisons, needs: 'see_models' },
  { label: 'console.nav_quality', letter: 'q', href: paths.quality, needs: 'see_models' },
  { label: 'console.nav_annotators', letter: 'a', href: paths.annotators, needs: 'see_models' },
  { label: 'console.nav_leaderboard', letter: 'l', href: paths.leaderboard, needs: 'see_models' },
  { label: 'console.nav_resolutions', letter: 'b', href: paths.resolutions, needs: 'see_models' },
  { label: 'console.nav_review', letter: 'r', href: paths.review, needs: 'review' },
  { label: 'console.nav_import', letter: 'i', href: paths.imports, needs: 'import' },
  { label: 'console.nav_datasets', letter: 's', href: paths.datasets, needs: 'export' },
  { label: 'console.nav_guidelines', letter: 'g', href: paths.guidelines, needs: 'view' },
  { label: 'console.nav_question', letter: 'e', href: paths.question, needs: 'view' },
  { label: 'console.nav_members', letter: 'm', href: paths.members, needs: 'manage' },
  { label: 'console.nav_routing', letter: 't', href: paths.routing, needs: 'manage' },
  { label: 'console.nav_webhooks', letter: 'h', href: paths.projectWebhooks, needs: 'manage' },
  { label: 'console.nav_audit', letter: 'u', href: paths.projectAudit, needs: 'manage' },
];
