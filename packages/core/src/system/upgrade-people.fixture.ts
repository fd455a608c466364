import { randomBytes, randomUUID } from 'node:crypto';
import { systemIds } from '@pairwright/runtime/ids';
import type { KindData } from './upgrade-kinds.fixture.ts';
import type { RowKeeper, Value } from './upgrade-rows.fixture.ts';

type Rows = readonly (readonly [table: string, values: Readonly<Record<string, Value>>])[];

interface Someone {
  /** Who has an account with everything in it, and is not asked for work. */
  readonly person: string;
  readonly email: string;
  /** Who judged. */
  readonly annotator: string;
  readonly work: KindData;
}

const later = '2099-01-01T00:00:00Z';
const then = '2026-01-01T00:00:00Z';
const bytes = (): string => `\\x${randomBytes(32).toString('hex')}`;
const text = 'Wörter 字 "x"\n';
const answer = JSON.stringify({ answer: { outcome: 'rated' }, details: {} });

/** One row of everything that is kept about people, beside their judgments; what is not there at this level is left out. */
export async function addPerson(keeper: RowKeeper, annotator: string, work: KindData): Promise<void> {
  const person = systemIds.next();
  const email = `person-${person}@example.org`;
  await keeper.insert('users', { id: person, kind: 'person', email, name: text, locale: 'zh-CN' });
  const someone = { person, email, annotator, work };
  for (const rows of [accountOf, workOf, learningOf, reviewOf, filesOf])
    for (const [table, values] of rows(someone)) await keeper.insert(table, values);
  // The table came with this column, in two files of one version: no installation stands between them.
  if (await keeper.has('gold_items', 'expected_key')) await addGold(keeper, someone);
  await addImportedAnnotator(keeper, work.projectId);
  await addCrowd(keeper, someone);
  await addWebhook(keeper, someone);
}

function accountOf({ person, email, work }: Someone): Rows {
  const user_id = person;
  return [
    ['sessions', { token_hash: bytes(), user_id, expires_at: later, user_agent: text, address: '10.0.0.1' }],
    [
      'api_tokens',
      {
        id: systemIds.next(),
        user_id,
        name: text,
        secret_hash: bytes(),
        hint: 'hint',
        scopes: ['read'],
        expires_at: later,
      },
    ],
    ['throttles', { key: `account:${email}`, count: 2, window_ends_at: later }],
    ['password_resets', { token_hash: bytes(), user_id, created_by: person, expires_at: later }],
    ['totp_factors', { user_id, secret: 'JBSWY3DPEHPK3PXP', confirmed_at: then, last_step: 7 }],
    ['recovery_codes', { user_id, code_hash: bytes() }],
    [
      'passkeys',
      {
        id: systemIds.next(),
        user_id,
        credential_id: randomUUID(),
        public_key: bytes(),
        counter: 3,
        transports: ['usb'],
        name: text,
      },
    ],
    ['passkey_ceremonies', { id: systemIds.next(), challenge: 'c', user_id, expires_at: later }],
    ['identities', { id: systemIds.next(), issuer: 'https://idp.example', subject: person, user_id, email }],
    [
      'oidc_sign_ins',
      {
        state_hash: bytes(),
        browser_hash: bytes(),
        nonce: 'n',
        code_verifier: 'v',
        user_id,
        expires_at: later,
      },
    ],
    [
      'registrations',
      { id: systemIds.next(), email: `new-${email}`, name: text, password_hash: 'x', locale: 'en' },
    ],
    ['erasure_requests', { id: systemIds.next(), user_id, note: text }],
    ['repeat_keys', { actor_id: person, key: randomUUID(), operation: 'makeProject', payload_hash: bytes() }],
    [
      'invites',
      {
        id: systemIds.next(),
        project_id: work.projectId,
        role: 'reviewer',
        token_hash: bytes(),
        hint: 'hint',
        note: text,
        max_uses: 1,
        email,
        teams: ['Blue'],
        created_by: person,
        expires_at: later,
      },
    ],
  ];
}

function workOf({ person, annotator, work }: Someone): Rows {
  const project_id = work.projectId;
  const [assignment_id] = work.assignmentIds;
  return [
    [
      'project_members',
      { project_id, user_id: person, role: 'reviewer', skills: ['law'], teams: ['Blue'], languages: ['zh'] },
    ],
    ['annotator_cursors', { project_id, annotator_id: person }],
    ['annotator_settings', { user_id: person, opt_out: ['violence'] }],
    [
      'consent_texts',
      { project_id, version: 1, text_en: text, text_zh: text, asks_again: true, created_by: person },
    ],
    ['consent_acceptances', { project_id, user_id: person, version: 1 }],
    ['guidelines_acknowledgments', { project_id, user_id: person, version: 1 }],
    ['annotator_replies', { project_id, annotator_id: person, text }],
    ['annotator_accuracies', { project_id, annotator_id: person, accuracy: 0.75, answers: 30 }],
    ['drafts', { assignment_id: assignment_id!, body: answer }],
    [
      'flags',
      {
        id: systemIds.next(),
        project_id,
        comparison_id: work.judged,
        assignment_id: assignment_id!,
        annotator_id: annotator,
        reason: 'other',
        note: text,
      },
    ],
    [
      'time_corrections',
      { id: systemIds.next(), user_id: person, project_id, day: '2026-01-01', minutes: -5, note: text },
    ],
    [
      'routing_events',
      {
        id: systemIds.next(),
        project_id,
        annotator_id: person,
        action: 'notify',
        rule: JSON.stringify({ below: 0.5 }),
        evidence: JSON.stringify({ matched: 1, of: 4 }),
        note: text,
      },
    ],
  ];
}

function learningOf({ person, annotator, work }: Someone): Rows {
  const project_id = work.projectId;
  const example = systemIds.next();
  const attempt = {
    project_id,
    annotator_id: person,
    attempt: 1,
    items: 4,
    correct: 3,
    passed: true,
    finished_at: then,
  };
  return [
    [
      'practice_examples',
      {
        id: example,
        project_id,
        comparison_id: work.closed,
        expected: answer,
        explanation_en: text,
        explanation_zh: '解释',
        created_by: person,
      },
    ],
    ['practice_answers', { example_id: example, annotator_id: person, given: answer, matched: true }],
    ['practice_attempts', attempt],
    ['exam_attempts', attempt],
    ['pay_rates', { project_id, number: 9, currency: 'EUR', micros: 10, valid_from: then, set_by: person }],
    [
      'withdrawn_comparisons',
      { comparison_id: work.closed, project_id, because: text, withdrawn_by: person },
    ],
    [
      'gold_results',
      {
        judgment_id: work.judgmentIds[1]!,
        assignment_id: work.assignmentIds[1]!,
        project_id,
        annotator_id: annotator,
        comparison_id: work.judged,
        matched: false,
        expected: answer,
      },
    ],
  ];
}

async function addGold(keeper: RowKeeper, { person, work }: Someone): Promise<void> {
  await keeper.insert('gold_items', {
    comparison_id: work.closed,
    project_id: work.projectId,
    expected: answer,
    expected_key: 'x',
    question_version: 1,
    kind: 'single',
    source: 'manual',
    explanation: JSON.stringify({ en: text, 'zh-CN': '解释' }),
    created_by: person,
  });
}

/** A decision that was withdrawn, and an exclusion that has ended: both are past, and change no label. */
function reviewOf({ person, annotator, work }: Someone): Rows {
  const of = { project_id: work.projectId, comparison_id: work.judged };
  const decision = { ...of, outcome: 'rated', details: JSON.stringify({ ratings: [], steps: null }) };
  return [
    [
      'feedback',
      {
        id: systemIds.next(),
        project_id: work.projectId,
        judgment_id: work.judgmentIds[0]!,
        annotator_id: annotator,
        author_id: person,
        message: text,
        reply: text,
        disputed: true,
        replied_at: then,
      },
    ],
    [
      'adjudications',
      {
        ...decision,
        id: systemIds.next(),
        reviewer_id: person,
        question_version: 1,
        presented_order: [0],
        confidence: 'high',
        cause: 'edge_case',
        note: text,
        revealed: true,
        promote_to_gold: false,
        needed: 1,
      },
    ],
    [
      'review_decisions',
      {
        ...decision,
        id: systemIds.next(),
        turn: 0,
        promote_to_gold: false,
        withdrawn_at: then,
        withdrawn_by: person,
        withdrawn_because: text,
      },
    ],
    [
      'review_events',
      {
        ...of,
        id: systemIds.next(),
        actor_id: person,
        kind: 'withdrawn',
        facts: JSON.stringify({ because: text }),
      },
    ],
    ['review_settings', { project_id: work.projectId, reviewers: 2, blind: false, updated_by: person }],
    [
      'exclusions',
      {
        id: systemIds.next(),
        project_id: work.projectId,
        annotator_id: person,
        scope: 'all',
        reason: text,
        state: 'ended',
        created_by: person,
        ended_by: person,
        ended_because: text,
        ended_at: then,
      },
    ],
  ];
}

function filesOf({ person, work }: Someone): Rows {
  const project_id = work.projectId;
  const importId = systemIds.next();
  const result = JSON.stringify({ n: 0.1 });
  const numbers = (kind: string, created_by: string | null): Rows[number] => [
    'statistics',
    {
      id: systemIds.next(),
      project_id,
      kind,
      options: JSON.stringify({}),
      options_key: '{}',
      state: 'ready',
      result,
      created_by,
      finished_at: then,
    },
  ];
  return [
    [
      'imports',
      {
        id: importId,
        project_id,
        filename: text,
        artifact_key: `imports/${importId}`,
        state: 'succeeded',
        phase: 'run',
        pairing: JSON.stringify({ plan: 'singles' }),
        rows_accepted: 3,
        rows_rejected: 1,
        created_by: person,
      },
    ],
    [
      'import_rejects',
      {
        import_id: importId,
        line_number: 4,
        ordinal: 0,
        byte_offset: 10,
        byte_length: 5,
        path: 'messages',
        value: text,
        code: 'wrong',
        rule: 'r',
        fix: 'f',
      },
    ],
    [
      'import_mappings',
      {
        id: systemIds.next(),
        project_id,
        name: text,
        mapping: JSON.stringify({ version: 1 }),
        created_by: person,
      },
    ],
    [
      'health_reports',
      {
        id: systemIds.next(),
        project_id,
        recipe: JSON.stringify({}),
        subject: 'x',
        state: 'ready',
        result,
        created_by: person,
      },
    ],
    numbers('leaderboard', person),
    numbers('annotators', null),
    numbers('agreement', null),
  ];
}

/** Somebody who judged elsewhere. */
async function addImportedAnnotator(keeper: RowKeeper, projectId: string): Promise<void> {
  if (!(await keeper.has('imported_annotators'))) return;
  const user_id = systemIds.next();
  await keeper.insert('users', { id: user_id, kind: 'imported', name: text });
  await keeper.insert('imported_annotators', {
    user_id,
    project_id: projectId,
    external_name: text,
    judge: 'human',
    slot: 0,
  });
}

async function addCrowd(keeper: RowKeeper, { person, work }: Someone): Promise<void> {
  const link_id = systemIds.next();
  await keeper.insert('crowd_links', {
    id: link_id,
    project_id: work.projectId,
    name: text,
    signing_key: bytes(),
    signed: true,
    id_param: 'PROLIFIC_PID',
    wanted: 5,
    max_people: 9,
    created_by: person,
    expires_at: later,
  });
  await keeper.insert('crowd_people', { link_id, external_id: 'worker-1', user_id: person });
  await keeper.insert('crowd_entries', { user_id: person, entered_at: then, link_id });
}

/** With a delivery that nobody took. */
async function addWebhook(keeper: RowKeeper, { person, work }: Someone): Promise<void> {
  const webhook_id = systemIds.next();
  await keeper.insert('webhooks', {
    id: webhook_id,
    project_id: work.projectId,
    address: 'https://hooks.example/x',
    description: text,
    events: ['import.failed'],
    secret: bytes(),
    created_by: person,
  });
  const delivery = await keeper.insert('webhook_deliveries', {
    webhook_id,
    event_id: systemIds.next(),
    type: 'import.failed',
    body: '{"a": 1}',
    occurred_at: then,
    state: 'dead',
    tries: 1,
    next_at: then,
  });
  if (delivery === undefined) return;
  await keeper.insert('webhook_tries', {
    delivery_seq: delivery['seq'] as number,
    number: 1,
    began_at: then,
    took_ms: 5,
    headers: JSON.stringify({ a: 'b' }),
    status: 500,
    answer: text,
  });
}
