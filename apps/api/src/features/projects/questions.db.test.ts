import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QuestionForm } from '@pairwright/contract/question-form';
import { countersOf, createProject, recount, submission } from '@pairwright/core/annotate/annotate.fixture';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';
import { makeProject } from './projects.fixture.ts';

let kit: TestApp;
let owner: Person;

beforeAll(async () => {
  kit = await createTestApp();
  owner = await kit.addPerson({ isOwner: true, name: 'The owner' });
});
afterAll(() => kit.close());

const make = (change: object = {}, person = owner) => makeProject(kit, person, change);

describe('guidelines and questions', () => {
  it('are kept in versions, and of two people who publish at once one is told', async () => {
    const { id } = await make();
    const publish = (markdown: string) =>
      kit.call(owner, 'POST', `/projects/${id}/guidelines`, { markdown, basedOn: 1 });
    const answers = await Promise.all([publish('Mine.'), publish('No, mine.')]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409]);
    expect(
      (await kit.call(owner, 'GET', `/projects/${id}/guidelines`))
        .json()
        .items.map((item: { version: number }) => item.version),
    ).toEqual([2, 1]);
    expect((await kit.call(owner, 'GET', `/projects/${id}`)).json()).toMatchObject({
      guidelinesVersion: 2,
      question: { version: 1 },
    });

    const question = {
      text: { en: 'Which is shorter?', 'zh-CN': '哪个更短？' },
      form: plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false }),
      basedOn: 1,
    };
    expect((await kit.call(owner, 'POST', `/projects/${id}/questions`, question)).json()).toMatchObject({
      version: 2,
      text: question.text,
      form: question.form,
    });
    expect((await kit.call(owner, 'POST', `/projects/${id}/questions`, question)).json()).toMatchObject({
      code: 'wrong_state',
    });
    expect((await kit.call(owner, 'GET', `/projects/${id}/questions`)).json().items).toHaveLength(2);
    expect((await kit.call(owner, 'GET', `/projects/${id}`)).json().question).toMatchObject({
      version: 2,
      text: question.text,
    });
  });
});

describe('a question of another kind', () => {
  it('lets comparisons it cannot be asked of rest, says so before, and brings them back', async () => {
    const { projectId, comparisonIds } = await createProject(kit.database, { comparisons: 4, target: 1 });
    const base = `/projects/${projectId}`;
    const [judged, three, closed] = comparisonIds;
    const anna = await kit.addMember(projectId, 'annotator');
    const { items } = (await kit.call(anna, 'POST', `${base}/assignments/claim`, { count: 1 })).json();
    expect(items).toHaveLength(1);
    await kit.call(
      anna,
      'POST',
      `${base}/assignments/${items[0].id}/judgment`,
      submission(kit.services.ids.next()),
    );
    await kit.database.pool.query(
      `update comparisons set response_ids = response_ids || response_ids[1:1], state = 'unfit' where id = $1`,
      [three],
    );
    await kit.database.db
      .updateTable('comparisons')
      .set({ state: 'closed' })
      .where('id', '=', closed ?? '')
      .execute();
    const fit = async (kind: string) =>
      (await kit.call(owner, 'GET', `${base}/question-fit?kind=${kind}`)).json();
    expect(await fit('rank')).toEqual({ fits: 3, rests: 0, returns: 1 });
    expect(await fit('pair')).toEqual({ fits: 2, rests: 1, returns: 0 });
    expect(await fit('single')).toEqual({ fits: 0, rests: 3, returns: 0 });
    expect((await kit.call(anna, 'GET', `${base}/question-fit?kind=rank`)).statusCode).toBe(404);

    const unfit = async () => {
      const [counts, page] = await Promise.all([
        kit.call(owner, 'GET', base),
        kit.call(owner, 'GET', `${base}/comparisons?progress=unfit`),
      ]);
      const listed = page.json().items.map((item: { id: string }) => item.id);
      expect(listed).toHaveLength(counts.json().counts.unfit);
      return listed;
    };
    expect(await unfit()).toEqual([three]);
    const text = { en: 'In which order?', 'zh-CN': '顺序如何？' };
    const plain = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
    const publish = async (main: QuestionForm['main'], basedOn: number) => {
      const body = { text, form: { ...plain, main }, basedOn };
      expect((await kit.call(owner, 'POST', `${base}/questions`, body)).json()).toMatchObject({
        version: basedOn + 1,
        form: { main },
      });
    };
    await publish(
      { kind: 'rank', allowTies: true, allowUnacceptable: false, topK: null, allowCannotJudge: true },
      1,
    );
    expect(await unfit()).toEqual([]);
    await publish({ kind: 'single', ask: 'thumbs', stopAtFirstError: false, allowCannotJudge: false }, 2);
    expect((await unfit()).sort()).toEqual(comparisonIds.filter((id) => id !== closed).sort());
    // What was judged stays, with the version it answered.
    const { judgments } = (await kit.call(owner, 'GET', `${base}/comparisons/${judged}`)).json();
    expect(judgments).toMatchObject([{ outcome: 'preference', questionVersion: 1 }]);
    await publish(plain.main, 3);
    expect(await unfit()).toEqual([three]);
    expect(await countersOf(kit.database, projectId)).toEqual(await recount(kit.database, projectId));
  });

  it('keeps how long judgments may be changed, and takes the end away again', async () => {
    const { id } = await make();
    const set = async (editHours: number | null) =>
      (await kit.call(owner, 'PATCH', `/projects/${id}`, { editHours })).json();
    expect(await set(24)).toMatchObject({ editHours: 24 });
    expect(await set(null)).toMatchObject({ editHours: null });
    expect(await set(0)).toMatchObject({ code: 'invalid_request' });
  });
});
