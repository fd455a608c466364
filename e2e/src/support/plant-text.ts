import { forgetSums } from './forget-sums.ts';
import { oursInside, type Places, writtenInside } from './foreign-places.ts';
import { type Instead, plantInside } from './plant-inside.ts';
import type { Product } from './product.ts';

type Pool = Product['database']['pool'];
type Client = Pick<Pool, 'query'>;

/** Columns that hold what people or files wrote, and that pages show. */
const written: Readonly<Record<string, readonly string[]>> = {
  adjudications: ['note'],
  annotator_replies: ['text'],
  api_tokens: ['name'],
  assignments: ['skip_note'],
  backups: ['destination', 'host', 'made_by'],
  batches: ['name', 'source', 'licence', 'withdrawn_because'],
  consent_texts: ['text_en', 'text_zh'],
  crowd_links: ['name', 'id_param', 'completion_code', 'return_url', 'screen_out_code', 'screen_out_url'],
  crowd_people: ['external_id'],
  datasets: ['name'],
  erasure_requests: ['note', 'reason'],
  exclusions: ['ended_because', 'reason'],
  feedback: ['answer', 'message', 'reply'],
  flags: ['note', 'settled_note'],
  guidelines: ['markdown', 'other_markdown'],
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
  withdrawn_comparisons: ['because'],
  webhook_tries: ['answer'],
  webhooks: ['address', 'description'],
};

/** Columns of words of our own, ids, keys, hashes and states. */
const ours = new Set(
  (
    'users.email annotator_models.reason api_tokens.hint assignments.skip_reason audit_events.action audit_events.object_id audit_events.object_kind ' +
    'audit_events.request_id dataset_drops.id_suffix dataset_drops.reason dataset_rows.id_suffix dataset_rows.split dataset_rows.source dataset_rows.kind ' +
    'dataset_votes.annotator dataset_votes.not_counted_because datasets.slug exports.format flags.reason guidelines.other_locale gold_items.expected_key gold_items.kind ' +
    'freeze_progress.step overview_additions.measure overview_sums.measure health_reports.step health_reports.subject identities.issuer import_fetches.validator import_rejects.code imports.artifact_key imports.request_hash ' +
    'imports.request_key imports.languages imports.rating_votes imports.sha256 instance_settings.key media.sha256 oidc_sign_ins.code_verifier oidc_sign_ins.nonce passkey_ceremonies.challenge ' +
    'passkeys.credential_id pay_rates.currency projects.pay_currency projects.slug projects.template prompts.language registrations.password_hash resolution_versions.question ' +
    'resolutions.question resolutions.reason statistics.kind statistics.shape statistics.options_key throttles.key totp_factors.secret users.password_hash worker_heartbeats.worker_id ' +
    'exports.container exports.compression media.type pairwright_migrations.name pairwright_migrations.sha256 ' +
    'backups.product_version backups.sha256 repeat_keys.operation webhook_deliveries.body webhook_tries.fault webhooks.paused_because ' +
    'assignments.set_aside audit_events.via audit_private.part projects.language resolutions.result responses.origin'
  ).split(' '),
);

/** Texts of a column with a rule of its own about what it may be. */
const choices =
  /^(state|kind|role|outcome|action|phase|locale|method|scope|judge|source|type|template|personal_data|registration|confidence|cause)$/;

/** Stands before each value that was planted, so that a page which shows one is known by it. */
export const PLANTED = '\u2042';

/**
 * Puts the texts into every column that holds foreign text, also inside of JSON and of lists, past all checks of the API: each
 * row another one, every value several. A column of texts, lists of texts or JSON that is not known here is a fault. Gives the
 * columns in which there was nothing to put a text into.
 */
export async function plantEverywhere(
  { database: { pool } }: Product,
  texts: readonly string[],
): Promise<string[]> {
  await refuseUnknown(pool);
  const client = await pool.connect();
  const empty: string[] = [];
  try {
    // What is kept unchangeable is changed here all the same.
    await client.query('set session_replication_role = replica');
    for (const [table, columns] of Object.entries(written)) {
      for (const [turn, column] of columns.entries()) {
        const { rowCount } = await client.query(plantSql(table, column), [texts, turn]);
        if (rowCount === 0) empty.push(`${table}.${column}`);
      }
    }
    const instead = insteadOf(texts);
    for (const [name, places] of Object.entries(writtenInside)) {
      if (!(await plantValues(client, name, { places, instead }))) empty.push(name);
    }
    await client.query('set session_replication_role = origin');
    await forgetSums(client);
  } finally {
    client.release();
  }
  return empty.toSorted();
}

async function refuseUnknown(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ table_name: string; column_name: string; inside: boolean }>(
    `select c.table_name, c.column_name, c.data_type <> 'text' as inside
     from information_schema.columns c join information_schema.tables t
     on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.table_schema = 'public' and (c.data_type in ('text', 'json', 'jsonb') or c.udt_name = '_text') order by 1, 2`,
  );
  const unknown = rows
    .filter(({ table_name, column_name, inside }) => {
      const name = `${table_name}.${column_name}`;
      if (inside) return !Object.hasOwn(writtenInside, name) && !oursInside.has(name);
      return !written[table_name]?.includes(column_name) && !ours.has(name) && !choices.test(column_name);
    })
    .map(({ table_name, column_name }) => `${table_name}.${column_name}`);
  if (unknown.length > 0)
    throw new Error(
      `plant-text.ts, or foreign-places.ts of JSON and lists, must say whether people write these columns: ${unknown.join(', ')}`,
    );
}

/** Of columns whose shape allows no more: so many characters. */
const longest: Readonly<Record<string, number>> = { 'questions.text_en': 500, 'questions.text_zh': 500 };

/** How many texts stand in one value. */
const TOGETHER = 40;

function plantSql(table: string, column: string): string {
  // E-mails are kept in small letters.
  const as = column === 'email' ? 'lower' : '';
  const most = longest[`${table}.${column}`] ?? 1_000_000;
  return `
    with numbered as (select ctid as at, row_number() over () as row from ${table} where ${column} is not null)
    update ${table} t set ${column} = ${as}(left('${PLANTED} ' || (
      select string_agg(x, E'\\n\\n') || ' ' || n.row || ' ' || $2::int
      from unnest($1::text[]) with ordinality as u(x, i)
      where (u.i + n.row * ${TOGETHER} + $2::int * 7) % cardinality($1::text[]) < ${TOGETHER}
    ), ${most})) from numbered n where n.at = t.ctid`;
}

/** Several texts together, or one where there is no room for more; what is the same stays the same. */
function insteadOf(texts: readonly string[]): Instead {
  const given = new Map<string, string>();
  return (text, longest) => {
    const key = `${longest} ${text}`;
    const known = given.get(key);
    if (known !== undefined) return known;
    const turn = given.size;
    const fitting = texts.filter((one) => one.length + 12 <= longest);
    const most = longest === Infinity ? TOGETHER : 1;
    const chosen = Array.from({ length: most }, (_, at) => fitting[(turn * most + at) % fitting.length]!);
    const made = `${PLANTED} ${chosen.join('\n\n')} ${turn}`;
    given.set(key, made);
    return made;
  };
}

/** Whether a row of the column had something to be changed. */
async function plantValues(
  client: Client,
  name: string,
  { places, instead }: { places: Places; instead: Instead },
): Promise<boolean> {
  const [table, column] = name.split('.');
  const { rows } = await client.query<{ at: string; value: unknown; list: boolean }>(
    `select ctid::text as at, ${column} as value, pg_typeof(${column}) = 'text[]'::regtype as list from ${table} where ${column} is not null`,
  );
  let changed = false;
  for (const { at, value, list } of rows) {
    const planted = plantInside(value, places, instead);
    if (JSON.stringify(planted) === JSON.stringify(value)) continue;
    changed = true;
    await client.query(`update ${table} set ${column} = $2 where ctid = $1::tid`, [
      at,
      list ? planted : JSON.stringify(planted),
    ]);
  }
  return changed;
}
