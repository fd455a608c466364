import type { Project, ProjectTemplate, SharedOverlap } from '@pairwright/contract/projects';
import type { LocalText, QuestionForm } from '@pairwright/contract/question-form';

/** What is said of a project that is to be made; what is left out comes from what it begins with. */
export interface NewProject {
  readonly name: string;
  /** Made from the name when left out. */
  readonly slug?: string | undefined;
  /** A project to begin with instead of a template. */
  readonly from?: string | undefined;
  readonly template?: ProjectTemplate | undefined;
  readonly language?: Project['language'] | undefined;
  readonly description?: string | undefined;
  readonly targetJudgments?: number | undefined;
  readonly shared?: SharedOverlap | null | undefined;
  readonly leaseMinutes?: number | undefined;
  readonly question?: { readonly text: LocalText; readonly form: QuestionForm } | undefined;
  readonly guidelines?: string | undefined;
}
