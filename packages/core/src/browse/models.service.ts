import { sql } from 'kysely';
import type { ProjectContext } from '../context.ts';

/** The models whose responses the project has, most responses first; at most 1,000. */
export async function listModels(
  ctx: ProjectContext,
): Promise<{ items: { model: string; responses: number }[] }> {
  const { rows } = await sql<{ model: string; responses: number }>`
    select r.model, count(*) as responses from prompts p join responses r on r.prompt_id = p.id
    where p.project_id = ${ctx.projectId} group by r.model order by responses desc, r.model limit 1000`.execute(
    ctx.db.db,
  );
  return { items: rows };
}
