import { forgetSums } from './forget-sums.ts';
import type { Product } from './product.ts';

/** Columns that hold what people or files wrote, and that pages show. */
const written: Readonly<Record<string, readonly string[]>> = {
  adjudications: ['note'],
  annotator_replies: ['text'],
  api_tokens: ['name'],
  assignments: ['skip_note'],
  backups: ['destination', 'host', 'made_by'],
  batches: ['name'],
  crowd_links: ['name', 'id_param', 'completion_code', 'return_url'],
  crowd_people: ['external_id'],
  datasets: ['name'],
  exclusions: ['ended_because', 'reason'],
  feedback: ['answer', 'message', 'reply'],
  flags: ['note'],
  guidelines: ['markdown'],
  identities: ['email', 'subject'],
  import_fetches: ['address'],
  import_mappings: ['name'],
  import_rejects: ['file_name', 'fix', 'path', 'rule', 'value'],
  imported_annotators: ['external_name'],
  imports: ['filename'],
  invites: ['email', 'hint', 'note'],
  judgments: ['rationale'],
  passkeys: ['name'],
  practice_examples: ['explanation_en', 'explanation_zh'],
  projects: ['name', 'description'],
  prompts: ['category', 'external_id', 'source'],
  questions: ['text_en', 'text_zh'],
  registrations: ['email', 'name', 'note'],
  responses: ['model'],
  review_decisions: ['withdrawn_because'],
  routing_events: ['note'],
  sessions: ['address', 'user_agent'],
  time_corrections: ['note'],
  users: ['name'],
  webhook_tries: ['answer'],
  webhooks: ['address', 'description'],
};

/** Columns of words of our own, ids, keys, hashes and states. */
const ours = new Set(
  (
    'users.email annotator_models.reason api_tokens.hint assignments.skip_reason audit_events.action audit_events.object_id audit_events.object_kind ' +
    'audit_events.request_id dataset_drops.id_suffix dataset_drops.reason dataset_rows.id_suffix dataset_rows.split dataset_rows.source dataset_rows.kind ' +
    'dataset_votes.annotator dataset_votes.not_counted_because datasets.slug exports.format flags.reason gold_items.expected_key gold_items.kind ' +
    'freeze_progress.step overview_additions.measure overview_sums.measure health_reports.step health_reports.subject identities.issuer import_fetches.validator import_rejects.code imports.artifact_key imports.request_hash ' +
    'imports.request_key imports.languages imports.sha256 instance_settings.key media.sha256 oidc_sign_ins.code_verifier oidc_sign_ins.nonce passkey_ceremonies.challenge ' +
    'passkeys.credential_id projects.pay_currency projects.slug projects.template prompts.language registrations.password_hash resolution_versions.question ' +
    'resolutions.question resolutions.reason statistics.kind statistics.options_key throttles.key totp_factors.secret users.password_hash worker_heartbeats.worker_id ' +
    'exports.container exports.compression media.type pairwright_migrations.name pairwright_migrations.sha256 ' +
    'backups.product_version backups.sha256 repeat_keys.operation webhook_deliveries.body webhook_tries.fault webhooks.paused_because ' +
    'assignments.set_aside audit_events.via audit_private.part projects.language resolutions.result responses.origin'
  ).split(' '),
);

/** Texts of a column with a rule of its own about what it may be. */
const choices =
  /^(state|kind|role|outcome|action|phase|locale|method|scope|judge|source|type|template|personal_data|registration|confidence|cause)$/;

/**
 * Puts the texts into every column that holds foreign text, past all checks of the API: each row another one, every value
 * several. A text column that this file does not know is a fault.
 */
export async function plantEverywhere(
  { database: { pool } }: Product,
  texts: readonly string[],
): Promise<void> {
  const { rows } = await pool.query<{ table_name: string; column_name: string }>(
    `select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t
     on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.table_schema = 'public' and c.data_type = 'text' order by 1, 2`,
  );
  const unknown = rows
    .filter(({ table_name, column_name }) => {
      const name = `${table_name}.${column_name}`;
      return !written[table_name]?.includes(column_name) && !ours.has(name) && !choices.test(column_name);
    })
    .map(({ table_name, column_name }) => `${table_name}.${column_name}`);
  if (unknown.length > 0)
    throw new Error(`plant-text.ts must say whether people write these columns: ${unknown.join(', ')}`);
  const client = await pool.connect();
  try {
    // What is kept unchangeable is changed here all the same.
    await client.query('set session_replication_role = replica');
    for (const [table, columns] of Object.entries(written)) {
      for (const [turn, column] of columns.entries())
        await client.query(plantSql(table, column), [texts, turn]);
    }
    await client.query('set session_replication_role = origin');
    await forgetSums(client);
  } finally {
    client.release();
  }
}

/** How many texts stand in one value. */
const TOGETHER = 40;

function plantSql(table: string, column: string): string {
  return `
    with numbered as (select ctid as at, row_number() over () as row from ${table} where ${column} is not null)
    update ${table} t set ${column} = (
      select string_agg(x, E'\\n\\n') || ' ' || n.row || ' ' || $2::int
      from unnest($1::text[]) with ordinality as u(x, i)
      where (u.i + n.row * ${TOGETHER} + $2::int * 7) % cardinality($1::text[]) < ${TOGETHER}
    ) from numbered n where n.at = t.ctid`;
}
