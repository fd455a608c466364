import type { Product } from './product.ts';

const failure = `'{"code": "internal", "message": "x", "fix": "x"}'`;
const mapping = {
  version: 1,
  prompt: { column: 'q' },
  responses: { columns: [{ column: 'a', model: { name: 'x' } }] },
  votes: [{ kind: 'winner', column: 'w', values: { x: 'a' }, by: 'human', annotator: { name: 'x' } }],
};
const findings = {
  personalData: [{ kind: 'email', rows: 1, examples: [{ file: 'x', line: 1, row: 1 }] }],
  nearPrompts: { prompts: 1, near: 0, examples: [] },
  languages: { prompts: 1, found: [{ language: 'en', prompts: 1 }], named: 0, otherwise: 0 },
  readingSeconds: 1,
};

/**
 * What a test cannot bring about in the time that it has: a device, a provider, a receiver of webhooks, jobs that failed, a file
 * from elsewhere. Each as the product itself would store it.
 */
const statements: readonly string[] = [
  `insert into backups (id, started_at, destination, host, made_by, product_version, bytes, sha256, encrypted, table_count, row_count,
     artifact_count, artifact_bytes, artifacts_missing)
   values (gen_random_uuid(), now(), 'x', 'x', 'x', '0.1.0', 1, repeat('0', 64), false, 1, 1, 1, 1, 0)`,
  `insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name)
   select gen_random_uuid(), id, 'c', 'k', 0, '{}', 'x' from users where is_owner`,
  `insert into identities (id, issuer, subject, email, user_id)
   select gen_random_uuid(), 'https://idp.example', 'x', 'x', id from users where is_owner`,
  `update comparisons set metadata = '{"x": "x"}'`,
  `insert into dataset_texts (version_id, text_id, messages)
   select v.id, p.id, p.messages from dataset_versions v join prompts p on p.project_id = v.project_id`,
  `update exclusions set error = ${failure}`,
  `update imports set error = ${failure}, provenance = '{"source": "x", "licence": "x"}', notes = '[{"code": "x", "message": "x", "count": 1}]', findings = '${JSON.stringify(findings)}',
     pairing = '{"plan": "against_baseline", "model": "x"}', reading = '${JSON.stringify({ by: 'mapping', mapping })}',
     source = '{"from": "url", "address": "https://example.org/x", "more": 0, "sizeBytes": 1}'`,
  `insert into import_fetches (import_id, address) select id, 'https://example.org/x' from imports limit 1`,
  `update import_rejects set file_name = 'x'`,
  // Beside each that went well one that did not.
  `insert into dataset_versions (id, dataset_id, project_id, version, recipe, state, error)
   select gen_random_uuid(), dataset_id, project_id, 99, recipe, 'failed', ${failure} from dataset_versions limit 1`,
  `insert into exports (id, version_id, project_id, format, container, compression, state, error)
   select gen_random_uuid(), version_id, project_id, 'votes', 'jsonl', 'none', 'failed', ${failure} from exports limit 1`,
  `insert into health_reports (id, project_id, recipe, subject, state, error)
   select gen_random_uuid(), project_id, recipe, 'x', 'failed', ${failure} from health_reports limit 1`,
  `insert into statistics (id, project_id, kind, options, options_key, state, error)
   select gen_random_uuid(), project_id, kind, options, 'x', 'failed', ${failure} from statistics limit 1`,
];

export async function leaveByHand({ database: { pool } }: Product, webhookId: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    await client.query(
      `with d as (insert into webhook_deliveries (event_id, webhook_id, type, body, occurred_at, next_at, state, tries)
         values (gen_random_uuid(), $1, 'import.failed', '{}', now(), now(), 'dead', 1) returning seq)
       insert into webhook_tries (delivery_seq, number, began_at, took_ms, headers, status, answer)
         select seq, 1, now(), 1, '{"x": "x"}', 500, 'x' from d`,
      [webhookId],
    );
  } finally {
    await client.query('reset session_replication_role');
    client.release();
  }
}
