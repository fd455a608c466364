import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { decidedTables } from './rights.ts';

/** Nobody signs in by what these hold, and both processes work with all of it. A new table stands here or in `rights.ts`. */
const open = (
  'active_pool_items active_pools adaptive_looks adjudications annotator_accuracies annotator_cursors annotator_models annotator_replies annotator_settings assignments ' +
  'audit_seals backups batches comparisons consent_acceptances consent_texts crowd_links dataset_decisions dataset_joined_prompts dataset_texts dataset_versions datasets ' +
  'drafts exam_attempts exclusions exports feedback flags freeze_progress gold_items gold_results guidelines guidelines_acknowledgments ' +
  'health_reports import_fetches import_mappings import_rejects imported_annotators imports instance_settings media overview_additions ' +
  'overview_changes overview_parts overview_progress overview_sums practice_answers practice_attempts practice_examples project_members projects prompts ' +
  'questions repeat_keys resolution_changes resolution_versions resolutions responses review_decisions review_events review_settings ' +
  'routing_events statistics time_corrections webhook_deliveries webhook_tries webhooks withdrawn_comparisons worker_heartbeats'
).split(' ');

/** How a column is called that holds a secret, or what is checked against one. */
const secretive =
  /hash|secret|(^|_)key|token|password|(^|_)code|challenge|credential|verifier|nonce|salt|signature/;

/** Columns of open tables that are called so, and why both processes may have them. */
const excused: Readonly<Record<string, string>> = {
  'crowd_links.completion_code': 'shown to whoever has done the work',
  'crowd_links.screen_out_code': 'shown to whoever can do no more',
  'crowd_links.signing_key':
    'sealed; the worker seals it anew at night, the key of the seal is kept elsewhere',
  'datasets.pseudonym_key': 'the worker makes pseudonyms by it when it freezes',
  'datasets.sealed_pseudonym_key': 'the same, sealed',
  'exports.link_key': 'sealed; the worker seals it anew at night',
  'gold_items.expected_key': 'an answer in one word',
  'import_rejects.code': 'which fault it is',
  'imports.artifact_key': 'the name of a file in the store',
  'imports.request_hash': 'which request an import was made by',
  'imports.request_key': 'the same',
  'instance_settings.key': 'the name of a setting',
  'overview_additions.key': 'of what a sum is',
  'overview_sums.key': 'of what a sum is',
  'projects.annotator_key': 'researchers see pseudonyms that are made by it',
  'prompts.content_hash': 'of a text',
  'repeat_keys.key': 'a number that a client made for a request; it opens nothing',
  'repeat_keys.payload_hash': 'of a request',
  'responses.content_hash': 'of a text',
  'statistics.options_key': 'which statistic it is',
  'webhooks.old_secret': 'sealed; the worker signs deliveries by it',
  'webhooks.old_secret_until': 'a time',
  'webhooks.responsible_token_id': 'which token a webhook hangs on; it opens nothing',
  'webhooks.secret': 'sealed; the worker signs deliveries by it',
};

let database: TestDatabase;
let columns: { table: string; column: string; type: string }[];
beforeAll(async () => {
  database = await createTestDatabase();
  const { rows } = await database.pool.query(
    `select c.table_name as table, c.column_name as column, c.data_type as type
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, 2`,
  );
  columns = rows;
});
afterAll(() => database.close());

it('is decided of every table, and of none that is gone', () => {
  const tables = [...new Set(columns.map(({ table }) => table))];
  expect(tables.filter((name) => open.includes(name) === decidedTables.has(name))).toEqual([]);
  expect([...open, ...decidedTables].filter((name) => !tables.includes(name))).toEqual([]);
});

it('no table with a secret, or with what people sign in by, is open to both processes', () => {
  const found = columns
    .filter(({ table, column, type }) => open.includes(table) && (secretive.test(column) || type === 'bytea'))
    .map(({ table, column }) => `${table}.${column}`);
  // A column that is new here: may the worker have it? If not, `rights.ts`; if so, why.
  expect(found).toEqual(Object.keys(excused).toSorted());
});
