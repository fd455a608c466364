import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { Problem } from '@pairwright/contract/errors';
import type { Context, ProjectContext } from '../context.ts';
import { payOf } from '../projects/projects.queries.ts';
import { otherOf, toQuestion } from '../projects/versions.queries.ts';
import { findMyProject, findMyProjects, type MyProjectRow } from './my-projects.queries.ts';

/** The active and paused projects I am a member of, with my progress, by name. */
export async function listMyProjects(ctx: Context): Promise<{ items: AnnotatorProject[] }> {
  const rows = await findMyProjects(ctx.db.db, ctx.actor);
  return { items: rows.map(toAnnotatorProject) };
}

/** One project as its annotators see it, with my progress. */
export async function getMyProject(ctx: ProjectContext): Promise<AnnotatorProject> {
  const row = await findMyProject(ctx.db.db, { projectId: ctx.projectId, annotatorId: ctx.actor.userId });
  if (row === undefined) throw new Problem('not_found');
  return toAnnotatorProject(row);
}

function toAnnotatorProject(row: MyProjectRow): AnnotatorProject {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    language: row.language,
    state: row.state,
    isDemo: row.is_demo,
    leaseMinutes: row.lease_minutes,
    question: toQuestion({ ...row, version: row.question_version, created_at: row.question_created_at }),
    guidelines: {
      version: row.guidelines_version,
      markdown: row.markdown,
      other: otherOf(row.other_locale, row.other_markdown),
      createdAt: row.guidelines_created_at,
      createdBy: row.guidelines_created_by,
    },
    acknowledged: row.acknowledged,
    consent: row.consent,
    practice: row.practice,
    exam: row.exam,
    pay: payOf(row.pay_currency, row.pay_micros),
    judged: row.judged,
    judgedToday: row.judged_today,
    remaining: row.remaining,
  };
}
