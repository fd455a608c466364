import type { Tx } from '@pairwright/db/transaction';
import { sql } from 'kysely';
import { regradeAll } from '../routing/regrade-gold.ts';
import type { HeldQuestion } from './fit-question.ts';
import type { NewGold } from './plan-chunk.ts';

interface GoldOwner {
  readonly projectId: string;
  readonly createdBy: string | null;
  readonly question: HeldQuestion;
}

/**
 * Notes what is expected of these comparisons and closes them for ordinary work; gives how many. One that somebody made
 * gold or an example of the practice round in this moment stays what it is.
 */
export async function insertGold(db: Tx, owner: GoldOwner, gold: readonly NewGold[]): Promise<number> {
  const { main, version } = owner.question;
  if (gold.length === 0 || main === undefined) return 0;
  const rows = gold.map(({ comparisonId, answer, key, explanation, exam }) => ({
    id: comparisonId,
    expected: answer,
    key,
    explanation,
    exam,
  }));
  // In one order, as everybody who locks several.
  await sql`select from comparisons where id = any(${rows.map(({ id }) => id)}::uuid[]) order by id for no key update`.execute(
    db,
  );
  const { rows: added } = await sql<{ id: string }>`
    with added as (
      insert into gold_items (comparison_id, project_id, created_by, expected, expected_key, explanation, question_version, kind, source, exam)
      select g.id, ${owner.projectId}, ${owner.createdBy}, g.expected, g.key, nullif(g.explanation, 'null'), ${version}, ${main.kind}, 'import', g.exam
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, expected jsonb, key text, explanation jsonb, exam boolean)
      where not exists (select from practice_examples e where e.comparison_id = g.id)
      on conflict (comparison_id) do nothing
      returning comparison_id as id
    ), moved as (
      -- One that is withdrawn waits until it is returned.
      update comparisons c set state = 'closed' from added where c.id = added.id and c.state <> 'withdrawn'
    )
    select id from added`.execute(db);
  await regradeAll(
    db,
    added.map(({ id }) => id),
  );
  return added.length;
}
