import { writeEntry } from '@pairwright/core/audit/write-entry';
import { refreshProject } from '@pairwright/core/resolutions/keep-labels.service';
import { keepUp } from '@pairwright/core/statistics/overview/overview.fixture';
import { inTransaction } from '@pairwright/db/transaction';
import type { Services } from '@pairwright/core/context';
import type { TestDatabase } from '@pairwright/testkit/test-database';

/** What is derived, or there for a moment only: rows as the product would store them. */
const statements: readonly string[] = [
  `insert into active_pools (project_id, as_of, took_ms, votes, islands, open_comparisons, pooled, hands, block_width)
   select id, now(), 1, 2, 1, 1, 1, 1, 32 from projects`,
  `insert into active_pool_items (project_id, hand, comparison_id, value)
   select project_id, 0, id, 0.5 from comparisons limit 1`,
  `insert into adaptive_looks (comparison_id, judgments, lead, needed, accuracy, learnt, voters)
   select id, 3, 1, 2, 0.75, 1, 3 from comparisons limit 1`,
  `insert into dataset_decisions (version_id, comparison_id, decision_id)
   select v.id, d.comparison_id, d.id from dataset_versions v, review_decisions d limit 1`,
  `insert into dataset_drops (version_id, comparison_id, id_suffix, reason)
   select v.id, c.id, '', 'tie' from dataset_versions v join comparisons c on c.project_id = v.project_id limit 1 on conflict do nothing`,
  `insert into dataset_joined_prompts (version_id, prompt_id, joined_to)
   select v.id, p.id, p.id from dataset_versions v join prompts p on p.project_id = v.project_id limit 1`,
  `insert into dataset_texts (version_id, text_id, messages)
   select v.id, p.id, p.messages from dataset_versions v join prompts p on p.project_id = v.project_id limit 1`,
  `insert into freeze_progress (version_id, step, percent) select id, 'rows', 7 from dataset_versions limit 1`,
  `insert into import_fetches (import_id, address) select id, 'https://example.org/x' from imports limit 1`,
  `insert into steady_clock (latest, ahead_seconds) values (now() - interval '1 hour', 12.5)`,
  `insert into late_judgments (judgment_id, project_id)
   select id, project_id from judgments order by created_at desc, id desc limit 1 on conflict do nothing`,
];

/** Labels, sums and models of a project, an entry about a person, and a row of each table that nothing else has filled. */
export async function fillRest(
  database: TestDatabase,
  services: Pick<Services, 'db' | 'ids' | 'log'>,
  { projectId, personId }: { projectId: string; personId: string },
): Promise<void> {
  const { signal } = new AbortController();
  await refreshProject(services, { projectId, learn: true, signal });
  await keepUp(database, projectId);
  await inTransaction(database.db, (db) =>
    writeEntry(db, {
      action: 'updateMe',
      objectKind: 'account',
      objectId: personId,
      projectId: null,
      before: null,
      after: null,
      actorId: personId,
      via: 'session',
      requestId: 'r-1',
      origin: { address: '10.0.0.1', userAgent: 'Wörter 字' },
      person: { personId, data: { name: 'Wörter 字' } },
    }),
  );
  for (const statement of statements) await database.pool.query(statement);
}
