// Generated from the migrations by tools/gen-db-types.mjs. Do not edit: change a migration and run it again.

import type { JsonColumn, TimestampText } from "./column-types.ts";
import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export interface ActivePoolItems {
  comparison_id: string;
  hand: number;
  project_id: string;
  value: number;
}

export interface ActivePools {
  as_of: TimestampText;
  block_width: number;
  hands: number;
  islands: number;
  last_rank: number | null;
  open_comparisons: number;
  pooled: number;
  project_id: string;
  took_ms: number;
  votes: number;
}

export interface AdaptiveLooks {
  accuracy: number | null;
  comparison_id: string;
  judgments: number;
  lead: number;
  learnt: number;
  looked_at: Generated<TimestampText>;
  needed: number;
  voters: number;
}

export interface Adjudications {
  cause: "ambiguous" | "guideline_gap" | "error" | "edge_case" | "subjective" | "other";
  comparison_id: string;
  confidence: "low" | "medium" | "high";
  created_at: Generated<TimestampText>;
  details: JsonColumn | null;
  id: string;
  needed: number;
  note: string | null;
  outcome: string;
  position: number | null;
  presented_order: number[];
  project_id: string;
  promote_to_gold: boolean;
  question_version: number;
  ranks: number[] | null;
  revealed: boolean;
  reviewer_id: string;
  strength: number | null;
  turn: Generated<number>;
}

export interface AnnotatorAccuracies {
  accuracy: number;
  annotator_id: string;
  answers: number;
  learnt_at: Generated<TimestampText>;
  project_id: string;
}

export interface AnnotatorCursors {
  annotator_id: string;
  attempts_since: TimestampText | null;
  given: Generated<number>;
  gold_given: Generated<number>;
  has_written: Generated<boolean>;
  leased_from: Generated<string>;
  paused_at: TimestampText | null;
  practice_since: TimestampText | null;
  project_id: string;
  qualified_until: TimestampText | null;
  route: Generated<number>;
  rules_at: TimestampText | null;
  rules_in: number | null;
}

export interface AnnotatorModels {
  annotators: number;
  beside: Generated<JsonColumn>;
  comparisons: number;
  computed_at: Generated<TimestampText>;
  converged: boolean | null;
  estimates: Generated<JsonColumn>;
  id: string;
  iterations: number | null;
  labels: Generated<number>;
  presumed_accuracy: number | null;
  project_id: string;
  reason: string | null;
  votes: number;
}

export interface AnnotatorReplies {
  annotator_id: string;
  project_id: string;
  text: string;
  written_at: Generated<TimestampText>;
}

export interface AnnotatorSettings {
  opt_out: Generated<string[]>;
  user_id: string;
}

export interface ApiTokens {
  created_at: Generated<TimestampText>;
  expires_at: TimestampText;
  hint: string;
  id: string;
  last_used_at: TimestampText | null;
  name: string;
  project_ids: string[] | null;
  revoked_at: TimestampText | null;
  scopes: string[];
  secret_hash: Buffer;
  user_id: string;
}

export interface Assignments {
  annotator_id: string;
  closed_at: TimestampText | null;
  comparison_id: string;
  created_at: Generated<TimestampText>;
  exam_attempt: number | null;
  exclusion_id: string | null;
  guidelines_version: number;
  id: string;
  judgment_id: string | null;
  kind: Generated<"normal" | "gold" | "repeat" | "practice" | "review" | "imported">;
  lease_expires_at: TimestampText | null;
  presented_order: number[];
  project_id: string;
  question_version: number;
  repeat_number: Generated<number>;
  sampling_probability: number | null;
  set_aside: "excluded" | "surplus" | null;
  skip_note: string | null;
  skip_reason: string | null;
  state: "leased" | "submitted" | "skipped" | "expired" | "released";
}

export interface AuditEvents {
  action: string;
  actor_id: string | null;
  after: JsonColumn | null;
  before: JsonColumn | null;
  hash: Buffer;
  object_id: string | null;
  object_kind: string;
  occurred_at: TimestampText;
  origin_hash: Buffer | null;
  person_hash: Buffer | null;
  previous_hash: Buffer;
  project_id: string | null;
  request_id: string | null;
  seq: number;
  via: "session" | "token" | "public" | "system";
}

export interface AuditPrivate {
  data: JsonColumn;
  part: "origin" | "person";
  person_id: string | null;
  salt: Buffer;
  seq: number;
}

export interface AuditSeals {
  closing_at: TimestampText | null;
  project_id: string;
  to_at: TimestampText;
}

export interface Backups {
  artifact_bytes: number;
  artifact_count: number;
  artifacts_missing: number;
  bytes: number;
  destination: string;
  encrypted: boolean;
  finished_at: Generated<TimestampText>;
  host: string;
  id: string;
  made_by: string;
  product_version: string;
  row_count: number;
  sha256: string;
  started_at: TimestampText;
  table_count: number;
  verified_at: TimestampText | null;
}

export interface Batches {
  created_at: Generated<TimestampText>;
  id: string;
  import_id: string | null;
  licence: string | null;
  name: string;
  only_for: string[] | null;
  priority: Generated<number>;
  project_id: string;
  round: Generated<number>;
  round_changed_at: TimestampText | null;
  skills: Generated<string[]>;
  source: string | null;
  withdrawn_at: TimestampText | null;
  withdrawn_because: string | null;
  withdrawn_by: string | null;
}

export interface Comparisons {
  asked: Generated<number>;
  batch_id: string;
  contested: Generated<boolean>;
  created_at: Generated<TimestampText>;
  flagged: Generated<number>;
  id: string;
  import_line: number | null;
  issued: Generated<number>;
  judge_turn: number | null;
  judged: Generated<number>;
  leased: Generated<number>;
  metadata: JsonColumn | null;
  only_for: string[] | null;
  priority: number | null;
  project_id: string;
  prompt_id: string;
  rank: number;
  response_ids: string[];
  routable: Generated<boolean>;
  route: Generated<number>;
  sensitive: Generated<string[]>;
  shift: Generated<number>;
  side_seed: number;
  skipped: Generated<number>;
  state: Generated<"open" | "closed" | "unfit" | "withdrawn">;
  target_judgments: number;
}

export interface ConsentAcceptances {
  accepted_at: Generated<TimestampText>;
  project_id: string;
  user_id: string;
  version: number;
}

export interface ConsentTexts {
  asks_again: boolean;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  project_id: string;
  text_en: string;
  text_zh: string;
  version: number;
}

export interface CrowdEntries {
  entered_at: TimestampText;
  link_id: string;
  user_id: string;
}

export interface CrowdLinks {
  closed_at: TimestampText | null;
  completion_code: string | null;
  created_at: Generated<TimestampText>;
  created_by: string;
  expires_at: TimestampText;
  id: string;
  id_param: string;
  max_people: number;
  may_go_on: Generated<boolean>;
  name: string;
  project_id: string;
  return_url: string | null;
  screen_out_code: string | null;
  screen_out_url: string | null;
  signed: boolean;
  signing_key: Buffer;
  wanted: number;
}

export interface CrowdPeople {
  created_at: Generated<TimestampText>;
  external_id: string | null;
  link_id: string;
  user_id: string;
}

export interface DatasetDecisions {
  comparison_id: string;
  decision_id: string;
  version_id: string;
}

export interface DatasetDrops {
  comparison_id: string;
  id_suffix: string;
  reason: string;
  version_id: string;
}

export interface DatasetJoinedPrompts {
  joined_to: string;
  prompt_id: string;
  version_id: string;
}

export interface DatasetRows {
  agreement: number | null;
  chosen_id: string;
  comparison_id: string;
  detail: JsonColumn | null;
  id_suffix: string | null;
  judgment_id: string | null;
  judgments: number;
  kind: Generated<"preference" | "tie" | "both_bad" | "label" | "steps" | "ratings">;
  margin: number;
  ordinal: number;
  prompt_id: string;
  rejected_id: string | null;
  source: Generated<"pair" | "ranking" | "rewrite" | "single">;
  split: Generated<string>;
  version_id: string;
  weight: Generated<number>;
}

export interface Datasets {
  archived_at: TimestampText | null;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  id: string;
  name: string;
  project_id: string;
  pseudonym_key: Buffer | null;
  recipe: JsonColumn;
  sealed_pseudonym_key: Buffer | null;
  slug: string;
  updated_at: Generated<TimestampText>;
}

export interface DatasetTexts {
  messages: JsonColumn;
  text_id: string;
  version_id: string;
}

export interface DatasetVersions {
  annotator_model_id: string | null;
  /**
   * The API token that it was asked for with; null in a session.
   */
  asked_with: string | null;
  comparisons_total: number | null;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  dataset_id: string;
  drop_reasons: JsonColumn | null;
  error: JsonColumn | null;
  facts: JsonColumn | null;
  freeze_ms: number | null;
  frozen_at: TimestampText | null;
  heartbeat_at: TimestampText | null;
  id: string;
  keeps_drops: Generated<boolean>;
  kinds: JsonColumn | null;
  project_id: string;
  recipe: JsonColumn;
  row_counts: JsonColumn | null;
  rows_total: number | null;
  state: "queued" | "running" | "ready" | "failed" | "cancelled";
  units_total: number | null;
  version: number;
  votes_total: number | null;
}

export interface DatasetVotes {
  annotator: string | null;
  counted: boolean;
  judgment_id: string;
  not_counted_because: string | null;
  ordinal: number;
  version_id: string;
}

export interface Drafts {
  assignment_id: string;
  body: JsonColumn;
  saved_at: Generated<TimestampText>;
}

export interface ErasureRequests {
  asked_at: Generated<TimestampText>;
  decided_at: TimestampText | null;
  decided_by: string | null;
  id: string;
  note: Generated<string>;
  reason: string | null;
  state: Generated<"pending" | "done" | "declined" | "cancelled">;
  user_id: string;
}

export interface ExamAttempts {
  annotator_id: string;
  attempt: number;
  correct: number | null;
  finished_at: TimestampText | null;
  items: number;
  passed: boolean | null;
  project_id: string;
  seen_at: TimestampText | null;
  started_at: Generated<TimestampText>;
}

export interface Exclusions {
  annotator_id: string;
  batch_id: string | null;
  created_at: Generated<TimestampText>;
  created_by: string;
  effect: Generated<JsonColumn>;
  end_effect: Generated<JsonColumn>;
  ended_at: TimestampText | null;
  ended_because: string | null;
  ended_by: string | null;
  error: JsonColumn | null;
  from_at: TimestampText | null;
  heartbeat_at: Generated<TimestampText>;
  id: string;
  project_id: string;
  reason: string;
  scope: "all" | "from" | "batch";
  state: "applying" | "applied" | "ending" | "ended";
}

export interface Exports {
  /**
   * The API token that it was last asked for with; null in a session.
   */
  asked_with: string | null;
  bytes_done: Generated<number>;
  compression: "none" | "gzip" | "zstd" | "snappy";
  container: "jsonl" | "parquet" | "csv" | "spreadsheet";
  created_at: Generated<TimestampText>;
  created_by: string | null;
  error: JsonColumn | null;
  files: JsonColumn | null;
  finished_at: TimestampText | null;
  format: string;
  heartbeat_at: TimestampText | null;
  id: string;
  link_key: Buffer | null;
  project_id: string;
  refused: JsonColumn | null;
  rows_done: Generated<number>;
  rows_total: number | null;
  shard_bytes: number | null;
  shard_rows: number | null;
  started_at: TimestampText | null;
  state: "queued" | "running" | "ready" | "failed" | "cancelled";
  taken_up_at: TimestampText | null;
  template: "hh" | "chatml" | "llama3" | null;
  version_id: string;
}

export interface Feedback {
  annotator_id: string;
  answer: string | null;
  author_id: string;
  created_at: Generated<TimestampText>;
  disputed: Generated<boolean>;
  id: string;
  judgment_id: string;
  message: string;
  project_id: string;
  read_at: TimestampText | null;
  replied_at: TimestampText | null;
  reply: string | null;
  settled_at: TimestampText | null;
  upheld: boolean | null;
}

export interface Flags {
  annotator_id: string;
  assignment_id: string;
  comparison_id: string;
  created_at: Generated<TimestampText>;
  id: string;
  note: string | null;
  project_id: string;
  reason: string;
  settled_at: TimestampText | null;
  settled_by: string | null;
  settled_note: string | null;
  state: Generated<"open" | "valid" | "dismissed" | "withdrawn">;
}

export interface FreezeProgress {
  comparisons: Generated<number>;
  expected_ms: number | null;
  percent: number;
  started_at: TimestampText | null;
  step: "rows" | "votes" | "texts" | "facts" | "agreement";
  step_at: TimestampText | null;
  version_id: string;
}

export interface GoldItems {
  comparison_id: string;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  exam: Generated<boolean>;
  expected: JsonColumn;
  expected_key: string;
  explanation: JsonColumn | null;
  exposures: Generated<number>;
  kind: string;
  project_id: string;
  question_version: number;
  ranking: Generated<JsonColumn>;
  ratings: JsonColumn | null;
  source: "manual" | "import" | "unanimous" | "adjudicated";
}

export interface GoldResults {
  annotator_id: string;
  assignment_id: string;
  comparison_id: string;
  exam_attempt: number | null;
  expected: JsonColumn;
  graded_at: Generated<TimestampText>;
  judgment_id: string;
  matched: boolean | null;
  project_id: string;
}

export interface Guidelines {
  created_at: Generated<TimestampText>;
  created_by: string | null;
  markdown: string;
  other_locale: "en" | "zh-CN" | null;
  other_markdown: string | null;
  project_id: string;
  version: number;
}

export interface GuidelinesAcknowledgments {
  acknowledged_at: Generated<TimestampText>;
  project_id: string;
  user_id: string;
  version: number;
}

export interface HealthReports {
  as_of: TimestampText | null;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  error: JsonColumn | null;
  finished_at: TimestampText | null;
  heartbeat_at: TimestampText | null;
  id: string;
  percent: Generated<number>;
  project_id: string;
  recipe: JsonColumn;
  result: JsonColumn | null;
  state: "queued" | "running" | "ready" | "failed" | "cancelled";
  step: string | null;
  subject: string;
  version_id: string | null;
}

export interface Identities {
  created_at: Generated<TimestampText>;
  email: string | null;
  id: string;
  issuer: string;
  last_used_at: TimestampText | null;
  subject: string;
  user_id: string;
}

export interface ImportedAnnotators {
  external_name: string | null;
  judge: "human" | "model" | null;
  project_id: string;
  slot: number;
  user_id: string;
}

export interface ImportFetches {
  address: string;
  import_id: string;
  validator: string | null;
}

export interface ImportMappings {
  created_by: string | null;
  id: string;
  mapping: JsonColumn;
  name: string;
  project_id: string;
  saved_at: Generated<TimestampText>;
}

export interface ImportRejects {
  byte_length: number;
  byte_offset: number;
  code: string;
  file_name: string | null;
  fix: string;
  import_id: string;
  item_number: Generated<number>;
  line_number: number;
  ordinal: number;
  path: string;
  row_number: number | null;
  rule: string;
  value: string;
}

export interface Imports {
  announced_bytes: number | null;
  artifact_key: string;
  /**
   * Who had it fetched, or asked for its last check or run. Null: nobody, but the installation itself.
   */
  asked_by: string | null;
  /**
   * The API token they did it with; null in a session.
   */
  asked_with: string | null;
  byte_offset: Generated<number>;
  comparisons_added: Generated<number>;
  comparisons_identical: Generated<number>;
  comparisons_planned: number | null;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  error: JsonColumn | null;
  file_removed_at: TimestampText | null;
  filename: string;
  findings: JsonColumn | null;
  finished_at: TimestampText | null;
  heartbeat_at: TimestampText | null;
  id: string;
  item_number: Generated<number>;
  languages: Generated<"keep" | "detect">;
  languages_detected: Generated<JsonColumn>;
  line_number: Generated<number>;
  may_set_gold: Generated<boolean>;
  notes: Generated<JsonColumn>;
  pairing: JsonColumn | null;
  personal_data: Generated<"keep" | "mask" | "refuse">;
  phase: Generated<"upload" | "check" | "run">;
  project_id: string;
  prompts_added: Generated<number>;
  provenance: JsonColumn | null;
  rating_votes: Generated<"keep" | "prefer">;
  reading: JsonColumn | null;
  request_hash: string | null;
  request_key: string | null;
  responses_added: Generated<number>;
  rows_accepted: Generated<number>;
  rows_duplicate: Generated<number>;
  rows_rejected: Generated<number>;
  sha256: string | null;
  size_bytes: number | null;
  source: JsonColumn | null;
  started_at: TimestampText | null;
  state: "uploading" | "uploaded" | "checking" | "checked" | "queued" | "running" | "succeeded" | "failed" | "cancelled";
  taken_up_at: TimestampText | null;
  taken_up_bytes: Generated<number>;
  taken_up_lines: Generated<number>;
  turn: Generated<number>;
  upload_parts: JsonColumn | null;
  votes_added: Generated<number>;
}

export interface InstanceSettings {
  key: string;
  updated_at: Generated<TimestampText>;
  value: JsonColumn;
}

export interface Invites {
  created_at: Generated<TimestampText>;
  created_by: string;
  email: string | null;
  expires_at: TimestampText;
  hint: string;
  id: string;
  last_used_at: TimestampText | null;
  max_uses: number;
  note: Generated<string>;
  project_id: string;
  revoked_at: TimestampText | null;
  role: "admin" | "researcher" | "reviewer" | "annotator";
  teams: Generated<string[]>;
  token_hash: Buffer;
  uses: Generated<number>;
}

export interface Judgments {
  active_ms: number | null;
  annotator_id: string;
  assignment_id: string;
  comparison_id: string;
  created_at: Generated<TimestampText>;
  details: JsonColumn | null;
  guidelines_version: number;
  id: string;
  outcome: "preference" | "tie" | "both_bad" | "cannot_judge" | "ranking" | "thumbs_up" | "thumbs_down" | "rated" | "steps" | "retracted";
  payload_hash: Buffer;
  position: number | null;
  project_id: string;
  question_version: number;
  ranks: number[] | null;
  rationale: string | null;
  source: Generated<"annotator" | "import">;
  strength: number | null;
  supersedes: string | null;
  surplus: Generated<boolean>;
  view: JsonColumn | null;
}

export interface LateJudgments {
  judgment_id: string;
  project_id: string;
  seal: number | null;
}

export interface Media {
  created_at: Generated<TimestampText>;
  height: number;
  project_id: string;
  sha256: string;
  size_bytes: number;
  type: "image/png" | "image/jpeg" | "image/webp" | "image/gif";
  width: number;
}

export interface OidcSignIns {
  browser_hash: Buffer;
  code_verifier: string;
  expires_at: TimestampText;
  nonce: string;
  session_hash: Buffer | null;
  state_hash: Buffer;
  user_id: string | null;
}

export interface OverviewAdditions {
  id: Generated<number>;
  key: string[];
  measure: string;
  n: number;
  noted_at: Generated<TimestampText>;
  project_id: string;
}

export interface OverviewChanges {
  comparison_id: string;
  id: Generated<number>;
  noted_at: Generated<TimestampText>;
  project_id: string;
}

export interface OverviewParts {
  comparison_id: string;
  flagged: number;
  judged: number;
  judgment_ids: string[];
  paid: number[] | null;
  project_id: string;
  ranked: Generated<boolean>;
  settled: boolean;
  skipped: number;
  state: string;
  target_judgments: number;
}

export interface OverviewProgress {
  after_id: string | null;
  after_rank: number | null;
  broken: Generated<boolean>;
  exported: number | null;
  exported_of: string[] | null;
  project_id: string;
  whole: Generated<boolean>;
}

export interface OverviewSums {
  key: string[];
  measure: string;
  n: number;
  project_id: string;
}

export interface PasskeyCeremonies {
  challenge: string;
  expires_at: TimestampText;
  id: string;
  session_hash: Buffer | null;
  user_id: string | null;
}

export interface Passkeys {
  counter: number;
  created_at: Generated<TimestampText>;
  credential_id: string;
  id: string;
  last_used_at: TimestampText | null;
  name: string;
  public_key: Buffer;
  transports: string[];
  user_id: string;
}

export interface PasswordResets {
  created_at: Generated<TimestampText>;
  created_by: string | null;
  expires_at: TimestampText;
  token_hash: Buffer;
  user_id: string;
}

export interface PayRates {
  currency: string | null;
  micros: number | null;
  number: number;
  project_id: string;
  set_at: Generated<TimestampText>;
  set_by: string | null;
  valid_from: TimestampText;
}

export interface PracticeAnswers {
  annotator_id: string;
  answered_at: Generated<TimestampText>;
  attempt: number | null;
  example_id: string;
  first_matched: boolean | null;
  given: JsonColumn;
  matched: boolean;
  question_version: number | null;
  ratings: JsonColumn | null;
}

export interface PracticeAttempts {
  annotator_id: string;
  attempt: number;
  correct: number | null;
  finished_at: TimestampText | null;
  items: number | null;
  passed: boolean | null;
  project_id: string;
  started_at: Generated<TimestampText>;
}

export interface PracticeExamples {
  comparison_id: string;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  expected: JsonColumn;
  explanation_en: string;
  explanation_zh: string;
  id: string;
  project_id: string;
  question_version: number | null;
  ranking: Generated<JsonColumn>;
  ratings: JsonColumn | null;
}

export interface ProjectMembers {
  by_claims: Generated<boolean>;
  created_at: Generated<TimestampText>;
  languages: Generated<string[]>;
  project_id: string;
  role: "admin" | "researcher" | "reviewer" | "annotator";
  skills: Generated<string[]>;
  teams: Generated<string[]>;
  user_id: string;
}

export interface Projects {
  annotator_key: Generated<Buffer>;
  consent_from: number | null;
  consent_version: Generated<number>;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  deleted_at: TimestampText | null;
  deleted_by: string | null;
  description: Generated<string>;
  edit_hours: number | null;
  gold_changed_at: TimestampText | null;
  guidelines_version: Generated<number>;
  id: string;
  is_demo: Generated<boolean>;
  language: "en" | "zh-CN" | "mixed";
  lease_minutes: number;
  name: string;
  pay_currency: string | null;
  pay_micros: number | null;
  question_version: Generated<number>;
  routing: JsonColumn | null;
  shared_judgments: number | null;
  shared_percent: number | null;
  show_numbers: Generated<boolean>;
  slug: string;
  state: Generated<"active" | "paused" | "archived">;
  target_judgments: number;
  teams_changed_at: TimestampText | null;
  template: string;
  updated_at: Generated<TimestampText>;
  withdrawals_changed_at: TimestampText | null;
}

export interface Prompts {
  category: string | null;
  content_hash: Buffer;
  created_at: Generated<TimestampText>;
  external_id: string | null;
  id: string;
  language: string | null;
  language_detected: Generated<boolean>;
  messages: JsonColumn;
  metadata: JsonColumn | null;
  project_id: string;
  source: string | null;
}

export interface Questions {
  created_at: Generated<TimestampText>;
  created_by: string | null;
  form: JsonColumn;
  points: Generated<number | null>;
  project_id: string;
  text_en: string;
  text_zh: string;
  version: number;
}

export interface RecoveryCodes {
  code_hash: Buffer;
  used_at: TimestampText | null;
  user_id: string;
}

export interface Registrations {
  created_at: Generated<TimestampText>;
  decided_at: TimestampText | null;
  decided_by: string | null;
  email: string;
  id: string;
  locale: "en" | "zh-CN";
  name: string;
  note: Generated<string>;
  password_hash: string | null;
  state: Generated<"pending" | "approved" | "refused">;
}

export interface RepeatKeys {
  actor_id: string;
  created_at: Generated<TimestampText>;
  key: string;
  object_id: string | null;
  operation: string;
  payload_hash: Buffer;
}

export interface ResolutionChanges {
  comparison_id: string;
  id: Generated<number>;
  project_id: string;
}

export interface Resolutions {
  agreement: number | null;
  comparison_id: string;
  computed_at: Generated<TimestampText>;
  decision_id: string | null;
  disagreement: number;
  method: "single" | "majority" | "median" | "weighted" | "adjudicated" | null;
  model_id: string | null;
  per_response: JsonColumn | null;
  probability: number | null;
  probability_high: number | null;
  probability_low: number | null;
  project_id: string;
  question: Generated<string>;
  ranking: JsonColumn | null;
  reason: string | null;
  result: "winner" | "tie" | "both_bad" | "contested" | "unresolved" | "answered";
  review_score: number;
  shares: number[] | null;
  steps: JsonColumn | null;
  strength: number | null;
  version: number;
  votes_used: number;
  winner: number | null;
}

export interface ResolutionVersions {
  changed: string[];
  comparison_id: string;
  created_at: Generated<TimestampText>;
  project_id: string;
  question: string;
  resolution: JsonColumn;
  version: number;
}

export interface Responses {
  author_id: string | null;
  /**
   * sha256 of model name and canonical messages
   */
  content_hash: Buffer;
  created_at: Generated<TimestampText>;
  id: string;
  messages: JsonColumn | null;
  metadata: JsonColumn | null;
  model: string;
  origin: Generated<"import" | "rewrite">;
  parent_id: string | null;
  prompt_id: string;
}

export interface ReviewDecisions {
  comparison_id: string;
  decided_at: Generated<TimestampText>;
  details: JsonColumn | null;
  id: string;
  outcome: string;
  project_id: string;
  promote_to_gold: boolean;
  ranks: number[] | null;
  strength: number | null;
  turn: number;
  withdrawn_at: TimestampText | null;
  withdrawn_because: string | null;
  withdrawn_by: string | null;
}

export interface ReviewEvents {
  actor_id: string;
  comparison_id: string | null;
  created_at: Generated<TimestampText>;
  facts: Generated<JsonColumn>;
  id: string;
  kind: "revealed" | "decided" | "settled" | "withdrawn" | "sent_back" | "dispute_answered" | "settings_changed" | "excluded" | "included";
  project_id: string;
}

export interface ReviewSettings {
  blind: Generated<boolean>;
  method: Generated<"majority" | "weighted">;
  own_work: Generated<boolean>;
  project_id: string;
  reviewers: Generated<number>;
  updated_at: Generated<TimestampText>;
  updated_by: string | null;
}

export interface RoutingEvents {
  action: "notify" | "practice" | "pause" | "review" | "renew" | "qualify" | "withdraw";
  annotator_id: string;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  evidence: JsonColumn | null;
  id: string;
  note: string | null;
  project_id: string;
  qualified_became: TimestampText | null;
  qualified_was: TimestampText | null;
  read_at: TimestampText | null;
  rule: JsonColumn | null;
  undone_at: TimestampText | null;
  undone_by: string | null;
}

export interface Sessions {
  address: string | null;
  created_at: Generated<TimestampText>;
  expires_at: TimestampText;
  id: Generated<string>;
  last_used_at: Generated<TimestampText>;
  proved_at: TimestampText | null;
  token_hash: Buffer;
  user_agent: string | null;
  user_id: string;
}

export interface Statistics {
  as_of: TimestampText | null;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  error: JsonColumn | null;
  finished_at: TimestampText | null;
  heartbeat_at: TimestampText | null;
  id: string;
  judgments: number | null;
  kind: string;
  options: JsonColumn;
  options_key: string;
  project_id: string;
  result: JsonColumn | null;
  shape: string | null;
  state: "queued" | "running" | "ready" | "failed";
  took_ms: number | null;
}

export interface SteadyClock {
  /**
   * By how much the clock has gone back altogether.
   */
  ahead_seconds: Generated<number>;
  /**
   * The latest time seen, with what the clock has gone back since.
   */
  latest: TimestampText;
  only_row: Generated<boolean>;
}

export interface Throttles {
  count: number;
  key: string;
  window_ends_at: TimestampText;
}

export interface TimeCorrections {
  created_at: Generated<TimestampText>;
  day: string;
  id: string;
  minutes: number;
  note: string;
  project_id: string;
  user_id: string;
}

export interface TotpFactors {
  confirmed_at: TimestampText | null;
  created_at: Generated<TimestampText>;
  last_step: number | null;
  secret: string;
  user_id: string;
}

export interface Users {
  created_at: Generated<TimestampText>;
  disabled_at: TimestampText | null;
  email: string | null;
  erased_at: TimestampText | null;
  id: string;
  is_demo: Generated<boolean>;
  is_owner: Generated<boolean>;
  kind: "person" | "imported";
  locale: Generated<"en" | "zh-CN">;
  name: string;
  password_hash: string | null;
}

export interface WebhookDeliveries {
  body: string;
  done_at: TimestampText | null;
  event_id: string;
  next_at: TimestampText;
  occurred_at: TimestampText;
  sending_until: TimestampText | null;
  seq: Generated<number>;
  state: Generated<"waiting" | "sending" | "delivered" | "dead">;
  tries: Generated<number>;
  tries_before: Generated<number>;
  type: string;
  webhook_id: string;
}

export interface Webhooks {
  address: string;
  created_at: Generated<TimestampText>;
  created_by: string | null;
  deleted_at: TimestampText | null;
  delivered_at: TimestampText | null;
  description: Generated<string>;
  events: string[];
  failing_since: TimestampText | null;
  failures: Generated<number>;
  held_until: TimestampText | null;
  id: string;
  old_secret: Buffer | null;
  old_secret_until: TimestampText | null;
  paused_because: "person" | "failures" | "gone" | "secret" | "error" | "token" | "rights" | null;
  project_id: string | null;
  responsible_id: string | null;
  /**
   * The API token that it was made or taken over with; null in a session.
   */
  responsible_token_id: string | null;
  secret: Buffer;
  state: Generated<"active" | "paused">;
}

export interface WebhookTries {
  answer: string | null;
  began_at: TimestampText;
  delivery_seq: number;
  fault: string | null;
  headers: JsonColumn;
  number: number;
  status: number | null;
  took_ms: number;
}

export interface WithdrawnComparisons {
  because: string;
  comparison_id: string;
  project_id: string;
  withdrawn_at: Generated<TimestampText>;
  withdrawn_by: string;
}

export interface WorkerHeartbeats {
  details: Generated<JsonColumn>;
  seen_at: Generated<TimestampText>;
  started_at: Generated<TimestampText>;
  worker_id: string;
}

export interface DB {
  active_pool_items: ActivePoolItems;
  active_pools: ActivePools;
  adaptive_looks: AdaptiveLooks;
  adjudications: Adjudications;
  annotator_accuracies: AnnotatorAccuracies;
  annotator_cursors: AnnotatorCursors;
  annotator_models: AnnotatorModels;
  annotator_replies: AnnotatorReplies;
  annotator_settings: AnnotatorSettings;
  api_tokens: ApiTokens;
  assignments: Assignments;
  audit_events: AuditEvents;
  audit_private: AuditPrivate;
  audit_seals: AuditSeals;
  backups: Backups;
  batches: Batches;
  comparisons: Comparisons;
  consent_acceptances: ConsentAcceptances;
  consent_texts: ConsentTexts;
  crowd_entries: CrowdEntries;
  crowd_links: CrowdLinks;
  crowd_people: CrowdPeople;
  dataset_decisions: DatasetDecisions;
  dataset_drops: DatasetDrops;
  dataset_joined_prompts: DatasetJoinedPrompts;
  dataset_rows: DatasetRows;
  dataset_texts: DatasetTexts;
  dataset_versions: DatasetVersions;
  dataset_votes: DatasetVotes;
  datasets: Datasets;
  drafts: Drafts;
  erasure_requests: ErasureRequests;
  exam_attempts: ExamAttempts;
  exclusions: Exclusions;
  exports: Exports;
  feedback: Feedback;
  flags: Flags;
  freeze_progress: FreezeProgress;
  gold_items: GoldItems;
  gold_results: GoldResults;
  guidelines: Guidelines;
  guidelines_acknowledgments: GuidelinesAcknowledgments;
  health_reports: HealthReports;
  identities: Identities;
  import_fetches: ImportFetches;
  import_mappings: ImportMappings;
  import_rejects: ImportRejects;
  imported_annotators: ImportedAnnotators;
  imports: Imports;
  instance_settings: InstanceSettings;
  invites: Invites;
  judgments: Judgments;
  late_judgments: LateJudgments;
  media: Media;
  oidc_sign_ins: OidcSignIns;
  overview_additions: OverviewAdditions;
  overview_changes: OverviewChanges;
  overview_parts: OverviewParts;
  overview_progress: OverviewProgress;
  overview_sums: OverviewSums;
  passkey_ceremonies: PasskeyCeremonies;
  passkeys: Passkeys;
  password_resets: PasswordResets;
  pay_rates: PayRates;
  practice_answers: PracticeAnswers;
  practice_attempts: PracticeAttempts;
  practice_examples: PracticeExamples;
  project_members: ProjectMembers;
  projects: Projects;
  prompts: Prompts;
  questions: Questions;
  recovery_codes: RecoveryCodes;
  registrations: Registrations;
  repeat_keys: RepeatKeys;
  resolution_changes: ResolutionChanges;
  resolution_versions: ResolutionVersions;
  resolutions: Resolutions;
  responses: Responses;
  review_decisions: ReviewDecisions;
  review_events: ReviewEvents;
  review_settings: ReviewSettings;
  routing_events: RoutingEvents;
  sessions: Sessions;
  statistics: Statistics;
  steady_clock: SteadyClock;
  throttles: Throttles;
  time_corrections: TimeCorrections;
  totp_factors: TotpFactors;
  users: Users;
  webhook_deliveries: WebhookDeliveries;
  webhook_tries: WebhookTries;
  webhooks: Webhooks;
  withdrawn_comparisons: WithdrawnComparisons;
  worker_heartbeats: WorkerHeartbeats;
}
