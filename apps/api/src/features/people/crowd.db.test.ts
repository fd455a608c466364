import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProject, submission } from '@pairwright/core/annotate/annotate.fixture';
import { completionCodeOf, signatureOf } from '@pairwright/core/crowd/signing';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { createTestApp, ORIGIN, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let projectId: string;
let admin: Person;
beforeAll(async () => {
  kit = await createTestApp();
  ({ projectId } = await createProject(kit.database, { comparisons: 3 }));
  admin = await kit.addMember(projectId, 'admin');
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

interface Link {
  id: string;
  key: string;
}

const links = () => `/projects/${projectId}/crowd-links`;

async function makeLink(more: object = {}): Promise<Link> {
  const body = { name: 'Study 1', signed: true, wanted: 1, maxPeople: 10, ...more };
  const made = await kit.call(admin, 'POST', links(), body);
  expect(made.statusCode).toBe(201);
  return made.json();
}

const SOON = Math.floor(Date.now() / 1000) + 3_600;

function address(link: Link, externalId: string, { expires = SOON, key = link.key } = {}): string {
  const claim = { linkId: link.id, externalId, expires };
  const signature = signatureOf(Buffer.from(key, 'base64url'), claim);
  return `?${new URLSearchParams({ PROLIFIC_PID: externalId, expires: String(expires), signature })}`;
}

const enter = (link: Link, query: string, person: Person | null = null) =>
  kit.call(person, 'POST', '/crowd/enter', { linkId: link.id, query, locale: 'zh-CN' });

function whoCame(answer: { headers: Record<string, unknown> }): Person {
  const cookie = String(answer.headers['set-cookie']).split(';')[0]!;
  return { id: '', email: '', headers: { cookie, origin: ORIGIN } };
}

const me = async (person: Person) => (await kit.call(person, 'GET', '/me')).json();
const work = async (person: Person) => (await kit.call(person, 'GET', '/me/crowd')).json().work;
const OVER = { code: 'invite_over', status: 410 };

async function judgeOne(person: Person): Promise<void> {
  const claim = await kit.call(person, 'POST', `/projects/${projectId}/assignments/claim`, { count: 1 });
  const [item] = claim.json().items;
  const sent = await kit.call(
    person,
    'POST',
    `/projects/${projectId}/assignments/${item.id}/judgment`,
    submission(kit.services.ids.next()),
  );
  expect(sent.statusCode).toBe(200);
}

describe('a signed link', () => {
  it('lets each worker in once as an annotator, and again as the same person', async () => {
    const link = await makeLink();
    const first = await enter(link, address(link, 'worker-1'));
    expect(first.json()).toEqual({ projectId });
    const person = whoCame(first);
    expect(await me(person)).toMatchObject({
      locale: 'zh-CN',
      isOwner: false,
      memberships: [{ projectId, role: 'annotator' }],
    });
    expect(JSON.stringify(await me(person))).not.toContain('worker-1');
    const again = whoCame(await enter(link, address(link, 'worker-1')));
    expect((await me(again)).id).toBe((await me(person)).id);
    const other = whoCame(await enter(link, address(link, 'worker-2')));
    expect((await me(other)).id).not.toBe((await me(person)).id);
    const { items } = (await kit.call(admin, 'GET', `${links()}/${link.id}/people`)).json();
    expect(items.map(({ externalId }: { externalId: string }) => externalId)).toEqual([
      'worker-2',
      'worker-1',
    ]);
  });

  it('answers whatever does not fit alike', async () => {
    const link = await makeLink();
    const other = await makeLink();
    const expired = await makeLink();
    await kit.database.pool.query('update crowd_links set expires_at = now() where id = $1', [expired.id]);
    const good = new URLSearchParams(address(link, 'worker-1'));
    const changed = (name: string, value: string): string => {
      const params = new URLSearchParams(good);
      params.set(name, value);
      return `?${params}`;
    };
    const answers = [
      await enter(link, ''),
      await enter(link, '?PROLIFIC_PID=worker-1'),
      await enter(link, changed('PROLIFIC_PID', 'worker-2')),
      await enter(link, changed('expires', String(SOON + 1))),
      await enter(link, changed('signature', '0'.repeat(64))),
      await enter(link, address(link, 'worker-1', { expires: 1 })),
      await enter(link, address(link, 'worker-1', { key: other.key })),
      await enter(other, address(link, 'worker-1')),
      await enter(expired, address(expired, 'worker-1')),
      await enter(link, address(link, 'a<b>')),
      await enter({ ...link, id: '01900000-0000-7000-8000-00000000dead' }, address(link, 'worker-1')),
      await enter({ ...link, id: 'nonsense' }, address(link, 'worker-1')),
    ];
    for (const answer of answers) {
      const { requestId: _requestId, ...body } = answer.json();
      expect(body).toMatchObject(OVER);
      expect(body.detail).toBeUndefined();
    }
    expect((await enter(link, address(link, 'worker-1'))).statusCode).toBe(200);
  });

  it('lets in exactly as many as it says, and nobody once closed', async () => {
    const link = await makeLink({ maxPeople: 3 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => enter(link, address(link, `worker-${i}`))),
    );
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([
      200, 200, 200, 410, 410, 410, 410, 410,
    ]);
    const { rows } = await kit.database.pool.query(
      'select count(*)::int as n from crowd_people where link_id = $1',
      [link.id],
    );
    expect(rows).toEqual([{ n: 3 }]);
    expect((await kit.call(admin, 'DELETE', `${links()}/${link.id}`)).statusCode).toBe(204);
    expect((await enter(link, address(link, 'worker-0'))).json()).toMatchObject(OVER);
  });

  it('makes one person of many entries at once', async () => {
    const link = await makeLink();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => enter(link, address(link, 'worker-1'))),
    );
    const ids = await Promise.all(answers.map(async (answer) => (await me(whoCame(answer))).id));
    expect(new Set(ids).size).toBe(1);
  });

  it('shows the completion code only when enough is done, and the same to those who pay', async () => {
    const link = await makeLink({ returnUrl: 'https://app.example.com/complete?cc=1' });
    const person = whoCame(await enter(link, address(link, 'worker-9')));
    const mine = { projectId, wanted: 1, screenOut: null };
    expect(await work(person)).toEqual({ ...mine, done: 0, code: null, returnUrl: null });
    await judgeOne(person);
    const code = completionCodeOf(Buffer.from(link.key, 'base64url'), link.id, 'worker-9');
    expect(await work(person)).toEqual({
      ...mine,
      done: 1,
      code,
      returnUrl: 'https://app.example.com/complete?cc=1',
    });
    expect(code).toMatch(/^[A-HJKMNP-Z2-9]{12}$/);
    const { items } = (await kit.call(admin, 'GET', `${links()}/${link.id}/people`)).json();
    expect(items).toMatchObject([{ externalId: 'worker-9', done: 1, code, isComplete: true }]);
  });

  it("shows the platform's own code where there is one", async () => {
    const link = await makeLink({ completionCode: 'C1ABC' });
    const person = whoCame(await enter(link, address(link, 'worker-1')));
    await judgeOne(person);
    expect(await work(person)).toMatchObject({ code: 'C1ABC' });
  });

  it('keeps the key to its first answer', async () => {
    const link = await makeLink();
    const list = await kit.call(admin, 'GET', links());
    expect(list.body).not.toContain(link.key);
    expect(kit.logLines.join('')).not.toContain(link.key);
    const other = await createProject(kit.database, { comparisons: 1 });
    const stranger = await kit.addMember(other.projectId, 'admin');
    expect(
      (await kit.call(stranger, 'GET', `/projects/${other.projectId}/crowd-links/${link.id}/people`)).json(),
    ).toMatchObject({ code: 'not_found' });
  });
});

describe('an unsigned link', () => {
  it('lets new ids in, and a known one only in the browser it came with', async () => {
    const link = await makeLink({ signed: false, idParam: 'workerId' });
    const first = await enter(link, '?workerId=w1');
    const person = whoCame(first);
    expect(first.statusCode).toBe(200);
    expect((await enter(link, '?workerId=w1', person)).statusCode).toBe(200);
    expect((await enter(link, '?workerId=w1')).json()).toMatchObject(OVER);
    const thief = whoCame(await enter(link, '?workerId=w2'));
    expect((await enter(link, '?workerId=w1', thief)).json()).toMatchObject(OVER);
  });
});

describe('a second study of the project', () => {
  it('is done by the same person under the same id, who judges nothing twice, and counts what is done for it', async () => {
    const [first, second] = [await makeLink({ wanted: 2 }), await makeLink({ name: 'Study 2', wanted: 1 })];
    const person = whoCame(await enter(first, address(first, 'worker-20')));
    await judgeOne(person);
    const again = whoCame(await enter(second, address(second, 'worker-20')));
    expect((await me(again)).id).toBe((await me(person)).id);
    expect(await work(again)).toMatchObject({ wanted: 1, done: 0, code: null });
    await judgeOne(again);
    expect(await work(again)).toMatchObject({
      done: 1,
      code: completionCodeOf(Buffer.from(second.key, 'base64url'), second.id, 'worker-20'),
    });
    // Back in the first study, what was done for the second is not in it.
    const back = whoCame(await enter(first, address(first, 'worker-20')));
    expect(await work(back)).toMatchObject({ wanted: 2, done: 1, code: null });
    await judgeOne(back);
    expect(await work(back)).toMatchObject({ done: 2 });
    const claim = await kit.call(back, 'POST', `/projects/${projectId}/assignments/claim`, { count: 1 });
    expect(claim.json().items).toEqual([]);
    const doneIn = async (link: Link) =>
      (await kit.call(admin, 'GET', `${links()}/${link.id}/people`))
        .json()
        .items.map(({ externalId, done }: { externalId: string; done: number }) => [externalId, done]);
    expect(await doneIn(first)).toEqual([['worker-20', 2]]);
    expect(await doneIn(second)).toEqual([['worker-20', 1]]);
  });

  it('makes one person of an id that comes by two links at once', async () => {
    const both = [await makeLink(), await makeLink()];
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) => enter(both[at % 2]!, address(both[at % 2]!, 'worker-21'))),
    );
    const ids = await Promise.all(answers.map(async (answer) => (await me(whoCame(answer))).id));
    expect(new Set(ids).size).toBe(1);
  });

  it('knows nobody of another platform, of another project, or by an id that was not proved alike', async () => {
    const link = await makeLink();
    const person = await me(whoCame(await enter(link, address(link, 'worker-22'))));
    const unsigned = await makeLink({ signed: false });
    expect((await me(whoCame(await enter(unsigned, '?PROLIFIC_PID=worker-22')))).id).not.toBe(person.id);
    const other = await makeLink({ signed: false, idParam: 'workerId' });
    expect((await me(whoCame(await enter(other, '?workerId=worker-22')))).id).not.toBe(person.id);
    // An id that came by another unsigned link opens its account only in the browser it came with.
    const next = await makeLink({ signed: false, idParam: 'workerId' });
    expect((await enter(next, '?workerId=worker-22')).json()).toMatchObject(OVER);
  });

  it('is full when it is full, and takes back in whom somebody had removed after the first', async () => {
    const [first, full, second] = [await makeLink(), await makeLink({ maxPeople: 1 }), await makeLink()];
    const person = whoCame(await enter(first, address(first, 'worker-23')));
    const { id } = await me(person);
    await enter(full, address(full, 'worker-24'));
    expect((await enter(full, address(full, 'worker-23'))).json()).toMatchObject(OVER);
    expect((await kit.call(admin, 'DELETE', `/projects/${projectId}/members/${id}`)).statusCode).toBe(204);
    const back = whoCame(await enter(second, address(second, 'worker-23')));
    expect(await me(back)).toMatchObject({ id, memberships: [{ projectId, role: 'annotator' }] });
  });
});

describe('the wanted number', () => {
  beforeEach(async () => {
    ({ projectId } = await createProject(kit.database, { comparisons: 3, target: 20 }));
    admin = await kit.addMember(projectId, 'admin');
  });
  const claim = async (person: Person, count = 5) =>
    (await kit.call(person, 'POST', `/projects/${projectId}/assignments/claim`, { count })).json();

  it('is all that anybody is given, however often they ask, unless the link says otherwise', async () => {
    const link = await makeLink({ wanted: 2 });
    const person = whoCame(await enter(link, address(link, 'worker-30')));
    const held = await Promise.all([claim(person), claim(person, 1), claim(person)]);
    const ids = new Set(held.flatMap(({ items }) => items.map(({ id }: { id: string }) => id)));
    expect(ids.size).toBe(2);
    await judgeOne(person);
    expect((await claim(person)).items).toHaveLength(1);
    await judgeOne(person);
    expect(await claim(person)).toMatchObject({ items: [], nothing: { reason: 'crowd_done' } });
    expect((await work(person)).code).not.toBeNull();

    const open = await makeLink({ wanted: 1, mayGoOn: true });
    const keen = whoCame(await enter(open, address(open, 'worker-31')));
    await judgeOne(keen);
    expect((await work(keen)).code).not.toBeNull();
    expect((await claim(keen)).items).toHaveLength(2);
  });

  it('that cannot be reached any more gives the code to leave with, and nothing where the link has none', async () => {
    const out = { screenOutCode: 'PART', screenOutUrl: 'https://app.example.com/part' };
    const link = await makeLink({ wanted: 4, ...out });
    const left = { code: 'PART', returnUrl: 'https://app.example.com/part' };
    const come = async (externalId: string) => whoCame(await enter(link, address(link, externalId)));
    const outOf = async (person: Person) => (await work(person)).screenOut;

    const [done, paused, excluded, removed] = [
      await come('worker-40'),
      await come('worker-41'),
      await come('worker-42'),
      await come('worker-43'),
    ];
    // Three comparisons, of which four are wanted: with the last one judged there is nothing more.
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await outOf(done)).toBeNull();
      await judgeOne(done);
    }
    expect(await work(done)).toMatchObject({ done: 3, code: null, screenOut: left });

    const idOf = async (person: Person): Promise<string> => (await me(person)).id;
    expect(await outOf(paused)).toBeNull();
    const members = `/projects/${projectId}/members`;
    expect(
      (await kit.call(admin, 'PATCH', `${members}/${await idOf(paused)}/routing`, { paused: true }))
        .statusCode,
    ).toBe(204);
    expect(await outOf(paused)).toEqual(left);
    const exclusion = { annotatorId: await idOf(excluded), scope: { kind: 'all' }, reason: 'Guesses.' };
    expect((await kit.call(admin, 'POST', `/projects/${projectId}/exclusions`, exclusion)).statusCode).toBe(
      201,
    );
    expect(await outOf(excluded)).toEqual(left);
    expect((await kit.call(admin, 'DELETE', `${members}/${await idOf(removed)}`)).statusCode).toBe(204);
    expect(await outOf(removed)).toEqual(left);

    const without = await makeLink({ wanted: 4 });
    const poor = whoCame(await enter(without, address(without, 'worker-44')));
    for (let turn = 0; turn < 3; turn += 1) await judgeOne(poor);
    expect(await work(poor)).toMatchObject({ done: 3, code: null, screenOut: null });
  });

  it('is out of reach for whoever failed the exam, but not for whoever may try again', async () => {
    const { projectId: examined, comparisonIds } = await createProject(kit.database, { comparisons: 4 });
    const lead = await kit.addMember(examined, 'admin');
    const put = (path: string, body: object) => kit.call(lead, 'PUT', `/projects/${examined}${path}`, body);
    const gold = { answer: { outcome: 'scale', position: 1 }, exam: true };
    expect((await put(`/comparisons/${comparisonIds[0]}/gold`, gold)).statusCode).toBeLessThan(300);
    const qualification = { passPercent: 100, attempts: 2, validDays: null, tellAnswers: false };
    expect((await put('/routing', { ...openPolicy, qualification })).statusCode).toBeLessThan(300);
    const body = { name: 'Exam', signed: false, wanted: 3, maxPeople: 9, screenOutCode: 'FAILED' };
    const link = (await kit.call(lead, 'POST', `/projects/${examined}/crowd-links`, body)).json();
    const person = whoCame(await enter(link, '?PROLIFIC_PID=w1'));
    const here = `/projects/${examined}/assignments`;
    for (const attempt of [1, 2]) {
      const { items } = (await kit.call(person, 'POST', `${here}/claim`, { count: 1 })).json();
      const isLeft = items[0].responses[0].messages[0].content.startsWith('first');
      const wrong = { answer: { outcome: 'scale', position: isLeft ? 7 : 1 } };
      await kit.call(
        person,
        'POST',
        `${here}/${items[0].id}/judgment`,
        submission(kit.services.ids.next(), wrong as never),
      );
      await kit.call(person, 'POST', `${here}/claim`, { count: 1 });
      const { screenOut } = await work(person);
      expect(screenOut).toEqual(attempt === 1 ? null : { code: 'FAILED', returnUrl: null });
      if (attempt === 1)
        expect((await kit.call(person, 'POST', `/projects/${examined}/exam/seen`)).statusCode).toBeLessThan(
          300,
        );
    }
  });
});
