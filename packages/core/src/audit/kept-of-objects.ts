import type { AuditObject } from '@pairwright/contract/audit-actions';
import type { DB } from '@pairwright/db/tables.generated';

/** What the log keeps of an object, and where it stands. */
export interface Kept {
  readonly table: keyof DB;
  /** The column that `id` is in. */
  readonly key: string;
  /** Whether `project_id` must be that of the request. */
  readonly inProject?: boolean;
  readonly columns: readonly string[];
  /** Names and e-mails, and the column that says whose they are. */
  readonly person?: { readonly id: string; readonly columns: readonly string[] };
  /** Of several rows the newest counts, by this column. */
  readonly newestBy?: string;
  /** Kept as number of characters and sha256: too long, or meant for few. */
  readonly digest?: readonly string[];
  /** Rows that other transactions lock in an order of their own are only read. */
  readonly unlocked?: boolean;
}

const ROUTING_OF_PROJECT = ['routing'];
export const kept: Partial<Record<AuditObject, Kept>> = {
  account: {
    table: 'users',
    key: 'id',
    columns: ['is_owner', 'is_demo', 'disabled_at'],
    person: { id: 'id', columns: ['name', 'email', 'locale'] },
  },
  annotator_settings: {
    table: 'annotator_settings',
    key: 'user_id',
    columns: [],
    person: { id: 'user_id', columns: ['opt_out'] },
  },
  retention: { table: 'instance_settings', key: 'key', columns: ['value'] },
  account_settings: { table: 'instance_settings', key: 'key', columns: ['value'] },
  // Whom an invitation is for is not told: nobody knows yet whose the e-mail is.
  invite: {
    table: 'invites',
    key: 'id',
    inProject: true,
    columns: ['role', 'teams', 'max_uses', 'expires_at', 'revoked_at'],
  },
  crowd_link: {
    table: 'crowd_links',
    key: 'id',
    inProject: true,
    columns: ['name', 'signed', 'wanted', 'may_go_on', 'max_people', 'expires_at', 'closed_at'],
  },
  registration: { table: 'registrations', key: 'id', columns: ['state'] },
  // Their words and the reason are read by them and the owners alone.
  erasure_request: { table: 'erasure_requests', key: 'id', columns: ['user_id', 'state'] },
  token: {
    table: 'api_tokens',
    key: 'id',
    columns: ['user_id', 'scopes', 'project_ids', 'expires_at', 'revoked_at'],
    person: { id: 'user_id', columns: ['name'] },
  },
  project: {
    table: 'projects',
    key: 'id',
    columns: [
      'name',
      'slug',
      'description',
      'template',
      'language',
      'state',
      'target_judgments',
      'shared_percent',
      'shared_judgments',
      'lease_minutes',
      'edit_hours',
      'pay_currency',
      'pay_micros',
      'show_numbers',
      'deleted_at',
    ],
  },
  routing: { table: 'projects', key: 'id', columns: ROUTING_OF_PROJECT },
  member: {
    table: 'project_members',
    key: 'user_id',
    inProject: true,
    columns: ['role', 'languages', 'skills', 'teams'],
  },
  guidelines: {
    table: 'guidelines',
    key: 'project_id',
    newestBy: 'version',
    columns: ['version', 'markdown', 'other_locale', 'other_markdown'],
    digest: ['markdown', 'other_markdown'],
    unlocked: true,
  },
  consent_text: {
    table: 'consent_texts',
    key: 'project_id',
    newestBy: 'version',
    columns: ['version', 'text_en', 'text_zh', 'asks_again'],
    digest: ['text_en', 'text_zh'],
    unlocked: true,
  },
  question: {
    table: 'questions',
    key: 'project_id',
    newestBy: 'version',
    columns: ['version', 'text_en', 'text_zh', 'form'],
    unlocked: true,
  },
  import: {
    table: 'imports',
    key: 'id',
    inProject: true,
    columns: [
      'filename',
      'state',
      'size_bytes',
      'sha256',
      'pairing',
      'personal_data',
      'languages',
      'provenance',
    ],
  },
  mapping: {
    table: 'import_mappings',
    key: 'id',
    inProject: true,
    columns: ['name', 'mapping'],
    digest: ['mapping'],
  },
  dataset: { table: 'datasets', key: 'id', inProject: true, columns: ['name', 'slug', 'recipe'] },
  version: {
    table: 'dataset_versions',
    key: 'id',
    inProject: true,
    columns: ['dataset_id', 'version', 'state'],
  },
  export: {
    table: 'exports',
    key: 'id',
    inProject: true,
    columns: ['version_id', 'format', 'container', 'compression', 'template', 'state'],
  },
  health_report: {
    table: 'health_reports',
    key: 'id',
    inProject: true,
    columns: ['version_id', 'state'],
  },
  batch: {
    table: 'batches',
    key: 'id',
    inProject: true,
    columns: ['name', 'round', 'priority', 'skills', 'only_for', 'withdrawn_at'],
  },
  comparison: {
    table: 'comparisons',
    key: 'id',
    inProject: true,
    columns: ['priority', 'only_for', 'state'],
    unlocked: true,
  },
  gold: {
    table: 'gold_items',
    key: 'comparison_id',
    inProject: true,
    columns: ['kind', 'question_version', 'expected_key', 'source', 'exam'],
    digest: ['expected_key'],
    unlocked: true,
  },
  practice_example: {
    table: 'practice_examples',
    key: 'comparison_id',
    inProject: true,
    columns: ['id', 'expected'],
    digest: ['expected'],
    unlocked: true,
  },
  exclusion: {
    table: 'exclusions',
    key: 'id',
    inProject: true,
    columns: ['annotator_id', 'scope', 'from_at', 'batch_id', 'state'],
    person: { id: 'annotator_id', columns: ['reason', 'ended_because'] },
  },
  review_case: {
    table: 'review_decisions',
    key: 'comparison_id',
    inProject: true,
    newestBy: 'turn',
    columns: ['turn', 'outcome', 'strength', 'promote_to_gold', 'withdrawn_at'],
    unlocked: true,
  },
  review_settings: {
    table: 'review_settings',
    key: 'project_id',
    columns: ['blind', 'method', 'own_work', 'reviewers'],
  },
  feedback: {
    table: 'feedback',
    key: 'id',
    columns: ['judgment_id', 'annotator_id', 'author_id', 'disputed', 'upheld', 'replied_at', 'settled_at'],
    unlocked: true,
  },
  // Addresses often hold a secret.
  webhook: {
    table: 'webhooks',
    key: 'id',
    columns: [
      'address',
      'description',
      'events',
      'state',
      'paused_because',
      'responsible_id',
      'responsible_token_id',
      'deleted_at',
    ],
    digest: ['address'],
  },
  // What they wrote with it is for the page of the comparison.
  flag: {
    table: 'flags',
    key: 'id',
    inProject: true,
    columns: ['comparison_id', 'reason', 'state'],
    unlocked: true,
  },
  routing_event: {
    table: 'routing_events',
    key: 'id',
    inProject: true,
    columns: ['annotator_id', 'action', 'undone_at'],
    unlocked: true,
  },
};
