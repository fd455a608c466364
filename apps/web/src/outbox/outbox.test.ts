// Node has no IndexedDB of its own: here it is fake-indexeddb. The browser journeys use the real one.
import 'fake-indexeddb/auto';
import { ApiProblem, NoAnswer } from '@pairwright/contract/client';
import { beforeEach, expect, test } from 'vitest';
import { decidedAssignments } from './action.ts';
import type { Action, NewRecord, OutboxRecord } from './action.ts';
import { classify } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { Sender } from './sender.ts';
import { clearOutboxOf, countUnsent, openStore } from './open-store.ts';
import { withOverflow } from './overflow.ts';
import { memoryStore } from './store.ts';
import type { OutboxStore } from './store.ts';

const view = {
  layout: 'stacked',
  rendering: 'markdown',
  widthClass: 'wide',
  locale: 'en',
  theme: 'light',
  input: 'key',
  visibleMs: 1,
  undoCount: 0,
  guidelinesOpened: false,
  seen: [1, 1],
} as const;

function judgment(assignmentId: string, id: string, projectId = 'p1'): Action {
  const body = {
    id,
    answer: { outcome: 'tie' as const },
    activeMs: 1,
    view: { ...view, seen: [1, 1] },
    questionVersion: 1,
    guidelinesVersion: 1,
  };
  return { userId: 'u1', projectId, assignmentId, kind: 'judgment', body };
}

function retract(assignmentId: string, judgmentId: string): Action {
  return {
    userId: 'u1',
    projectId: 'p1',
    assignmentId,
    kind: 'retract',
    body: { id: `r-${judgmentId}`, judgmentId },
  };
}

const fresh = (action: Action): NewRecord => ({ ...action, at: 0, refusal: null });

interface Rig {
  store: OutboxStore;
  sender: Sender;
  sent: string[];
  answers: Map<string, Delivery[]>;
  now: number;
}

function rig(store: OutboxStore): Rig {
  const made: Rig = { store, sent: [], answers: new Map(), now: 0, sender: null as unknown as Sender };
  made.sender = new Sender({
    store,
    userId: 'u1',
    now: () => made.now,
    random: () => 0.5,
    onSettled: () => undefined,
    deliver: (record: OutboxRecord) => {
      made.sent.push(`${record.kind} ${record.assignmentId}`);
      const next = made.answers.get(record.assignmentId)?.shift();
      return Promise.resolve(next ?? { kind: 'done', status: 'counted' });
    },
  });
  return made;
}

const later: Delivery = { kind: 'later', retryAfterMs: null };
const refused: Delivery = { kind: 'refused', code: 'assignment_closed', detail: null, requestId: 'r1' };

beforeEach(async () => clearOutboxOf('u1'));

test('actions survive in the order of doing, each person for themselves', async () => {
  const store = await openStore();
  expect(store.durable).toBe(true);
  await Promise.all([
    store.add(fresh(judgment('a', 'j1'))),
    store.add(fresh(judgment('b', 'j2'))),
    store.add(fresh(retract('b', 'j2'))),
  ]);
  await store.add(fresh({ ...judgment('c', 'j3'), userId: 'u2' }));
  expect((await store.list('u1')).map((record) => `${record.kind} ${record.assignmentId}`)).toEqual([
    'judgment a',
    'judgment b',
    'retract b',
  ]);
  expect(await countUnsent('u2')).toBe(1);
  await clearOutboxOf('u2');
});

test('sends in order, and an undo not yet sent is sent after its judgment', async () => {
  const { store, sender, sent } = rig(await openStore());
  for (const action of [judgment('a', 'j1'), judgment('b', 'j2'), retract('b', 'j2')])
    await store.add(fresh(action));
  expect(await sender.drain()).toEqual({ retryInMs: null, signedOut: false });
  expect(sent).toEqual(['judgment a', 'judgment b', 'retract b']);
  expect(await countUnsent('u1')).toBe(0);
});

test('a project without answer waits ever longer and keeps its order; others go on', async () => {
  const made = rig(memoryStore());
  made.answers.set('a', [later, later]);
  for (const action of [judgment('a', 'j1'), judgment('b', 'j2'), judgment('c', 'j3', 'p2')])
    await made.store.add(fresh(action));
  expect(await made.sender.drain()).toEqual({ retryInMs: 750, signedOut: false });
  expect(made.sent).toEqual(['judgment a', 'judgment c']);
  made.now = 749;
  expect((await made.sender.drain()).retryInMs).toBe(1);
  made.now = 750;
  expect((await made.sender.drain()).retryInMs).toBe(1500);
  made.sender.forgetWaits();
  await made.sender.drain();
  expect(made.sent).toEqual(['judgment a', 'judgment c', 'judgment a', 'judgment a', 'judgment b']);
});

test('a server with too much to do is left alone for as long as it asks, and a little longer', async () => {
  const made = rig(memoryStore());
  made.answers.set('a', [{ kind: 'later', retryAfterMs: 4_000 }]);
  await made.store.add(fresh(judgment('a', 'j1')));
  expect(await made.sender.drain()).toEqual({ retryInMs: 4_250, signedOut: false });
  expect(await made.store.list('u1')).toHaveLength(1);
  made.now = 4_250;
  await made.sender.drain();
  expect(made.sent).toEqual(['judgment a', 'judgment a']);
  expect(await made.store.list('u1')).toEqual([]);
});

test('a lost session stops sending and loses nothing', async () => {
  const made = rig(memoryStore());
  made.answers.set('a', [{ kind: 'signed_out' }]);
  await made.store.add(fresh(judgment('a', 'j1')));
  expect(await made.sender.drain()).toEqual({ retryInMs: null, signedOut: true });
  expect(await made.store.list('u1')).toHaveLength(1);
  await made.sender.drain();
  expect(await made.store.list('u1')).toEqual([]);
});

test('what the server refuses for good is kept with its reason and holds nobody up', async () => {
  const made = rig(memoryStore());
  made.answers.set('a', [refused]);
  for (const action of [judgment('a', 'j1'), judgment('b', 'j2')]) await made.store.add(fresh(action));
  await made.sender.drain();
  expect(await made.store.list('u1')).toMatchObject([
    { assignmentId: 'a', refusal: { code: 'assignment_closed', requestId: 'r1' } },
  ]);
  expect(made.sent).toEqual(['judgment a', 'judgment b']);
});

test('undoing a refused judgment settles both', async () => {
  const made = rig(memoryStore());
  made.answers.set('a', [refused]);
  for (const action of [judgment('a', 'j1'), retract('a', 'j1')]) await made.store.add(fresh(action));
  await made.sender.drain();
  expect(made.sent).toEqual(['judgment a']);
  expect(await made.store.list('u1')).toEqual([]);
});

test('a disk that refuses is replaced by memory, and it shows', async () => {
  const full: OutboxStore = {
    ...memoryStore(),
    durable: true,
    add: () => Promise.reject(new Error('QuotaExceededError')),
  };
  const store = withOverflow(full);
  await store.add(fresh(judgment('a', 'j1')));
  expect(store.durable).toBe(false);
  const [record] = await store.list('u1');
  expect(record?.assignmentId).toBe('a');
  await store.remove([record?.seq ?? 0]);
  expect(await store.list('u1')).toEqual([]);
});

test('decided here: the last word counts, refusals do not', async () => {
  const store = memoryStore();
  for (const action of [judgment('a', 'j1'), judgment('b', 'j2'), retract('b', 'j2'), judgment('c', 'j3')])
    await store.add(fresh(action));
  await store.setRefusal(4, { code: 'assignment_closed', detail: null, requestId: null });
  expect(decidedAssignments(await store.list('u1'), 'p1')).toEqual(new Set(['a']));
});

test('which failures are tried again', () => {
  const problem = (status: number, retryAfterSeconds?: number): ApiProblem =>
    new ApiProblem({
      type: 'x',
      title: 'x',
      status,
      code: 'internal',
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  expect(classify(new NoAnswer('x')).kind).toBe('later');
  expect(classify(new DOMException('slow', 'TimeoutError')).kind).toBe('later');
  for (const status of [500, 502, 503, 408, 425, 429])
    expect(classify(problem(status)).kind, String(status)).toBe('later');
  expect(classify(problem(429, 7))).toEqual({ kind: 'later', retryAfterMs: 7000 });
  expect(classify(problem(401)).kind).toBe('signed_out');
  for (const status of [400, 403, 404, 409, 413, 422])
    expect(classify(problem(status)).kind, String(status)).toBe('refused');
});
