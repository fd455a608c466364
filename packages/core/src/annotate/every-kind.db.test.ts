import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Submission } from '@pairwright/contract/judgment';
import { Problem } from '@pairwright/contract/errors';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { fullPair, fullRank } from '@pairwright/domain/judgment/judgment.fixture';
import { plainPair } from '@pairwright/domain/judgment/form';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import type { ProjectContext } from '../context.ts';
import { publishQuestion } from '../projects/versions.service.ts';
import { acknowledgeGuidelines } from './acknowledge-guidelines.service.ts';
import { createProject, submission } from './annotate.fixture.ts';
import { everything, single } from './every-kind.fixture.ts';
import { claimAssignments } from './claim-assignments.service.ts';
import { saveDraft } from './drafts.service.ts';
import { getMyAssignment, listMyJudgments } from './my-judgments.service.ts';
import { getMyProject } from './my-projects.service.ts';
import { retractJudgment } from './retract-judgment.service.ts';
import { submitJudgment } from './submit-judgment.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Problem ? error.code : `no Problem: ${String(error)}`;
}

async function firstOf(form: QuestionForm, responses: number, annotators = 1) {
  const project = await createProject(database, { comparisons: 2, form, responses, annotators });
  const me = project.annotators[0]!;
  const { items, questions } = await claimAssignments(me, { count: 1 });
  return { ...project, me, item: items[0]!, questions };
}

const stored = async (id: string) =>
  database.db.selectFrom('judgments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a pair with everything beside it', () => {
  test('is stored in canonical order whatever side each stood on, and comes back as it was shown', async () => {
    // Two comparisons with another seed each: one is shown in canonical order, the other turned round.
    const { me } = await firstOf(fullPair, 2);
    const { items } = await claimAssignments(me, { count: 2 });
    for (const item of items) {
      const given = everything(item);
      const id = systemIds.next();
      await submitJudgment(me, { ...submission(id, given), assignmentId: item.id });
      const row = await stored(id);
      const { presented_order: order } = await database.db
        .selectFrom('assignments')
        .select('presented_order')
        .where('id', '=', item.id)
        .executeTakeFirstOrThrow();
      const left = order[0]!;
      const details = row.details as Record<string, unknown>;
      expect(row.strength).toBe(left === 0 ? -3 : 3);
      expect(details).toMatchObject({
        criteria: [
          { key: 'helpful', strength: left === 0 ? -3 : 3 },
          { key: 'honest', strength: left === 0 ? 3 : -3 },
        ],
        flags: [{ key: 'violent', response: 1 - left, severity: 2 }],
        safe: left === 0 ? [true, false] : [false, true],
        spans: [{ response: left, quote: given.details?.spans?.[0]?.quote, label: 'wrong', note: 'Why?' }],
        rewrite: { parent: left },
      });
      const looked = await getMyAssignment(me, { assignmentId: item.id });
      expect(looked.judgment).toMatchObject({
        answer: { outcome: 'scale', position: 1 },
        details: withDefaults(given.details ?? {}),
        rationale: given.rationale,
      });
      expect(JSON.stringify(looked)).not.toContain('secret-model');
    }
  });

  test('makes the rewrite a response with its parent and author, once', async () => {
    const { me, item } = await firstOf(fullPair, 2);
    const given = { ...submission(systemIds.next(), everything(item)), assignmentId: item.id };
    await submitJudgment(me, given);
    expect(await submitJudgment(me, given)).toMatchObject({ status: 'counted' });
    const rewrites = await database.db
      .selectFrom('responses')
      .select(['id', 'origin', 'parent_id', 'author_id', 'messages'])
      .where('id', '=', given.details!.rewrite!.responseId)
      .execute();
    expect(rewrites).toEqual([
      {
        id: given.details!.rewrite!.responseId,
        origin: 'rewrite',
        parent_id: expect.any(String) as string,
        author_id: me.actor.userId,
        messages: [{ role: 'assistant', content: given.details!.rewrite!.content }],
      },
    ]);
    // Taken back and given again with the same words: a response of its own, and nothing is in the way.
    await retractJudgment(me, { id: systemIds.next(), judgmentId: given.id, assignmentId: item.id });
    const details = {
      ...given.details,
      rewrite: { ...given.details!.rewrite!, responseId: systemIds.next() },
    };
    const again = { ...given, id: systemIds.next(), details };
    expect(await submitJudgment(me, again)).toMatchObject({ status: 'counted' });
    // The id of a response that exists with another text.
    const taken = {
      ...again,
      id: systemIds.next(),
      details: { ...details, rewrite: { ...details.rewrite, content: 'something else' } },
    };
    expect(await codeOf(submitJudgment(me, taken))).toBe('judgment_conflict');
  });

  test('says all that is missing, and stores nothing', async () => {
    const { me, item } = await firstOf(fullPair, 2);
    const given = { ...submission(), assignmentId: item.id };
    expect(await codeOf(submitJudgment(me, given))).toBe('judgment_incomplete');
    const { rows } = await sql`select from judgments where assignment_id = ${item.id}`.execute(database.db);
    expect(rows).toEqual([]);
  });

  test('is nobody else’s to judge', async () => {
    const { annotators, item } = await firstOf(fullPair, 2, 2);
    const given = { ...submission(systemIds.next(), everything(item)), assignmentId: item.id };
    expect(await codeOf(submitJudgment(annotators[1]!, given))).toBe('not_found');
  });
});

describe('a ranking', () => {
  test('keeps ranks by canonical response', async () => {
    const { me, item } = await firstOf(fullRank, 4);
    const ranks = [2, 1, 0, 2];
    const given = everything(item);
    const id = systemIds.next();
    await submitJudgment(me, {
      ...submission(id, {
        ...given,
        answer: { outcome: 'ranking', ranks },
        details: {
          ...given.details,
          criteria: [],
          ratings: [0, 1, 2, 3].map((place) => ({ key: 'quality', place, value: 1 + place })),
          safe: [true, true, false, true],
        },
      }),
      assignmentId: item.id,
    });
    const row = await stored(id);
    const { presented_order: order } = await database.db
      .selectFrom('assignments')
      .select('presented_order')
      .where('id', '=', item.id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ outcome: 'ranking', strength: null, position: null });
    order.forEach((response, place) => expect(row.ranks?.[response]).toBe(ranks[place]));
    expect((await listMyJudgments(me, { limit: 5 })).items[0]?.answer).toEqual({ outcome: 'ranking', ranks });
  });

  test('cannot have gaps', async () => {
    const { me, item } = await firstOf(fullRank, 4);
    const given = submission(systemIds.next(), {
      ...everything(item),
      answer: { outcome: 'ranking', ranks: [1, 3, 4, 5] },
    });
    expect(await codeOf(submitJudgment(me, { ...given, assignmentId: item.id }))).toBe('judgment_incomplete');
  });
});

describe('a single answer', () => {
  test.each<['thumbs' | 'rating' | 'steps', Partial<Submission>, string]>([
    ['thumbs', { answer: { outcome: 'thumbs', up: false } }, 'thumbs_down'],
    [
      'rating',
      { answer: { outcome: 'rated' }, details: { ratings: [{ key: 'quality', place: 0, value: 4 }] } },
      'rated',
    ],
    ['steps', { answer: { outcome: 'steps', labels: ['wrong'] } }, 'steps'],
    ['steps', { answer: { outcome: 'cannot_judge' } }, 'cannot_judge'],
  ])('of %s', async (ask, given, outcome) => {
    const { me, item } = await firstOf(single(ask), 1);
    expect(item.responses).toHaveLength(1);
    const id = systemIds.next();
    await submitJudgment(me, { ...submission(id, given), assignmentId: item.id });
    expect((await stored(id)).outcome).toBe(outcome);
    expect((await getMyAssignment(me, { assignmentId: item.id })).judgment?.answer).toEqual(given.answer);
  });
});

describe('a question that changes its kind', () => {
  const admin = (ctx: ProjectContext): ProjectContext => ctx;

  test('lets comparisons rest that it cannot be asked of, and wakes them', async () => {
    const { me, item, projectId } = await firstOf(fullPair, 2);
    const states = async () =>
      (
        await database.db
          .selectFrom('comparisons')
          .select('state')
          .where('project_id', '=', projectId)
          .execute()
      ).map((row) => row.state);
    const text = { en: 'Good?', 'zh-CN': '好吗？' };
    await publishQuestion(admin(me), { text, form: single('thumbs'), basedOn: 1 });
    expect(await states()).toEqual(['unfit', 'unfit']);
    // What is leased already is judged under its own version.
    const given = submission(systemIds.next(), everything(item));
    expect((await submitJudgment(me, { ...given, assignmentId: item.id })).status).not.toBe('revised');
    expect((await claimAssignments(me, { count: 5 })).items).toEqual([]);
    await publishQuestion(admin(me), { text, form: fullRank, basedOn: 2 });
    expect(await states()).toEqual(['open', 'open']);
    const { items, questions } = await claimAssignments(me, { count: 5 });
    expect(items).toHaveLength(1);
    expect(questions.map((question) => question.version)).toEqual([3]);
  });
});

describe('drafts', () => {
  test('come back with the claim, and go with the judgment', async () => {
    const { me, item } = await firstOf(fullPair, 2);
    const entered = {
      answer: { outcome: 'tie' as const },
      details: withDefaults({ reasons: ['clear'] }),
      rationale: 'so',
    };
    expect((await saveDraft(me, { assignmentId: item.id, draft: entered })).savedAt).toBeTruthy();
    const [again] = (await claimAssignments(me, { count: 1 })).items;
    expect(again?.draft).toMatchObject(entered);
    const given = submission(systemIds.next(), everything(item));
    await submitJudgment(me, { ...given, assignmentId: item.id });
    expect((await getMyAssignment(me, { assignmentId: item.id })).draft).toBeNull();
    expect(await codeOf(saveDraft(me, { assignmentId: item.id, draft: entered }))).toBe('assignment_closed');
  });

  test('that say nothing are taken away; those of others are not there', async () => {
    const { annotators, me, item } = await firstOf(fullPair, 2, 2);
    const empty = { answer: null, details: withDefaults({}), rationale: '' };
    await saveDraft(me, { assignmentId: item.id, draft: { ...empty, rationale: 'x' } });
    expect(await saveDraft(me, { assignmentId: item.id, draft: empty })).toEqual({ savedAt: null });
    expect(await codeOf(saveDraft(annotators[1]!, { assignmentId: item.id, draft: empty }))).toBe(
      'not_found',
    );
  });
});

describe('a judgment that is locked', () => {
  test.each(['archived', 'time'] as const)('stands: %s', async (by) => {
    const plain = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
    const { me, item, projectId } = await firstOf(plain, 2);
    const first = { ...submission(), assignmentId: item.id };
    await submitJudgment(me, first);
    await database.db
      .updateTable('projects')
      .set(by === 'archived' ? { state: 'archived' } : { edit_hours: 1 })
      .where('id', '=', projectId)
      .execute();
    if (by === 'time') {
      // Judgments take no change, so the test turns the guard off to make this one old.
      await sql`alter table judgments disable trigger judgments_append_only`.execute(database.db);
      await sql`update judgments set created_at = now() - interval '2 hours' where id = ${first.id}`.execute(
        database.db,
      );
      await sql`alter table judgments enable trigger judgments_append_only`.execute(database.db);
    }
    const second = { ...submission(), assignmentId: item.id };
    expect(await codeOf(submitJudgment(me, second))).toBe('judgment_locked');
    const undo = { id: systemIds.next(), judgmentId: first.id, assignmentId: item.id };
    expect(await codeOf(retractJudgment(me, undo))).toBe('judgment_locked');
    // Sending the first one again is still answered.
    expect(await submitJudgment(me, first)).toMatchObject({ status: 'counted' });
    const reason = by === 'archived' ? 'project_archived' : 'time_over';
    expect((await getMyAssignment(me, { assignmentId: item.id })).judgment?.lockedBecause).toBe(reason);
  });
});

describe('guidelines', () => {
  test('are acknowledged by version, and the old text is there to compare', async () => {
    const { me, projectId } = await firstOf(fullPair, 2);
    expect((await getMyProject(me)).acknowledged).toBeNull();
    await acknowledgeGuidelines(me, { version: 1 });
    await acknowledgeGuidelines(me, { version: 1 });
    expect((await getMyProject(me)).acknowledged).toEqual({ version: 1, markdown: null, other: null });
    await database.db
      .insertInto('guidelines')
      .values({ project_id: projectId, version: 2, markdown: 'Be fair and quick.' })
      .execute();
    await database.db
      .updateTable('projects')
      .set({ guidelines_version: 2 })
      .where('id', '=', projectId)
      .execute();
    expect((await getMyProject(me)).acknowledged).toEqual({ version: 1, markdown: 'Be fair.', other: null });
    expect(await codeOf(acknowledgeGuidelines(me, { version: 9 }))).toBe('not_found');
  });
});

describe('content somebody asked not to see', () => {
  test('is not given to them', async () => {
    const { projectId, annotators } = await createProject(database, { comparisons: 3, annotators: 2 });
    await sql`update comparisons set sensitive = '{violence}' where project_id = ${projectId} and rank = 1`.execute(
      database.db,
    );
    await database.db
      .insertInto('annotator_settings')
      .values({ user_id: annotators[0]!.actor.userId, opt_out: ['violence', 'sexual'] })
      .execute();
    expect((await claimAssignments(annotators[0]!, { count: 5 })).items).toHaveLength(2);
    const all = (await claimAssignments(annotators[1]!, { count: 5 })).items;
    expect(all.map((item) => item.sensitive)).toEqual([['violence'], [], []]);
  });
});
