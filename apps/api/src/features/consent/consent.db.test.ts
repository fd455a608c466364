import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scopes } from '@pairwright/contract/access';
import { createProject, submission } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let projectId: string;
let lead: Person;
let ann: Person;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());
beforeEach(async () => {
  ({ projectId } = await createProject(kit.database, { comparisons: 5 }));
  lead = await kit.addMember(projectId, 'admin');
  ann = await kit.addMember(projectId, 'annotator');
});

const of = (path: string) => `/projects/${projectId}${path}`;
const texts = { en: 'I take part.', 'zh-CN': '我参加。' };
const none = { en: ' ', 'zh-CN': '' };
const publish = (body: object, by = lead) =>
  kit.call(by, 'POST', of('/consent'), { texts, asksAgain: false, ...body });
const accept = (version: number, by = ann) => kit.call(by, 'POST', of('/consent/accept'), { version });
const claim = (by = ann) => kit.call(by, 'POST', of('/assignments/claim'), { count: 1 });
const asked = async (by = ann) => (await kit.call(by, 'GET', of('/annotate'))).json().consent;
const listed = async () => (await kit.call(lead, 'GET', of('/consent'))).json();
const held = async (): Promise<number> =>
  (
    await kit.database.pool.query('select count(*)::int as n from assignments where project_id = $1', [
      projectId,
    ])
  ).rows[0].n;
const refused = { code: 'consent_needed', status: 409 };

describe('a project without a text', () => {
  it('asks nobody, and there is nothing to agree to', async () => {
    expect(await asked()).toBeNull();
    expect((await claim()).json().items).toHaveLength(1);
    expect(await listed()).toEqual({ items: [], from: null });
    expect((await accept(1)).json()).toMatchObject({ code: 'wrong_state' });
  });
});

describe('a project with a text', () => {
  beforeEach(async () => {
    expect((await publish({ basedOn: 0 })).statusCode).toBe(201);
  });

  it('gives no work to whoever has not agreed, a lead neither, and claims nothing', async () => {
    for (const by of [ann, lead]) {
      expect((await claim(by)).json()).toMatchObject(refused);
      expect(await asked(by)).toEqual({ version: 1, texts });
    }
    expect(await held()).toBe(0);
    const { items } = (await kit.call(ann, 'GET', '/annotate/projects')).json();
    expect(items).toMatchObject([{ id: projectId, consent: { version: 1 } }]);
  });

  it('gives work to whoever agreed, and to them alone; version and time are kept once', async () => {
    const other = await kit.addMember(projectId, 'annotator');
    expect((await accept(1)).statusCode).toBe(204);
    expect((await accept(1)).statusCode).toBe(204);
    expect(await asked()).toBeNull();
    expect((await claim()).json().items).toHaveLength(1);
    expect((await claim(other)).json()).toMatchObject(refused);
    expect(await listed()).toMatchObject({
      from: 1,
      items: [{ version: 1, accepted: 1, createdBy: 'Somebody' }],
    });
    const { rows } = await kit.database.pool.query(
      `select action, actor_id, before, after from audit_events where project_id = $1 order by seq`,
      [projectId],
    );
    expect(rows).toEqual([
      expect.objectContaining({ action: 'publishConsentText', actor_id: lead.id }),
      { action: 'acceptConsent', actor_id: ann.id, before: null, after: { version: 1 } },
    ]);
  });

  it('is told by an invitation, before somebody joins', async () => {
    const { token } = (await kit.call(lead, 'POST', of('/invites'), { role: 'annotator' })).json();
    const look = async () => (await kit.call(null, 'POST', '/invitations/look', { token })).json().consent;
    expect(await look()).toEqual({ version: 1, texts });
    await publish({ basedOn: 1, texts: none });
    expect(await look()).toBeNull();
  });

  it('is in the data of whoever agreed', async () => {
    await accept(1);
    const lines = (await kit.call(ann, 'GET', '/me/data.jsonl')).body.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'consent')).toEqual([
      { kind: 'consent', project_id: projectId, version: 1, accepted_at: expect.any(String) },
    ]);
  });

  it('is agreed to by the person, never by a program, and not by outsiders', async () => {
    const script = await kit.tokenFor(ann, [...scopes]);
    expect((await accept(1, script)).json()).toMatchObject({ code: 'session_required' });
    expect((await claim(script)).json()).toMatchObject(refused);
    await accept(1);
    expect((await claim(script)).json().items).toHaveLength(1);
    expect((await accept(1, await kit.addPerson())).json()).toMatchObject({ code: 'not_found' });
    expect((await publish({ basedOn: 1 }, ann)).json()).toMatchObject({ code: 'not_found' });
  });

  it('asks again for a new version only where the lead says so; what is held can still be given', async () => {
    await accept(1);
    const [mine] = (await claim()).json().items;
    await publish({ basedOn: 1, texts: { ...texts, en: 'I take part!' } });
    expect(await asked()).toBeNull();
    expect((await claim()).json().items).toHaveLength(1);
    // Who is new gets the newest version.
    const fresh = await kit.addMember(projectId, 'annotator');
    expect(await asked(fresh)).toMatchObject({ version: 2 });
    expect((await accept(1, fresh)).json()).toMatchObject({ code: 'wrong_state' });
    expect((await accept(2, fresh)).statusCode).toBe(204);

    await publish({ basedOn: 2, asksAgain: true });
    for (const by of [ann, fresh]) expect((await claim(by)).json()).toMatchObject(refused);
    const given = await kit.call(
      ann,
      'POST',
      of(`/assignments/${mine.id}/judgment`),
      submission(kit.services.ids.next()),
    );
    expect(given.statusCode, given.body).toBeLessThan(300);
    await accept(3);
    expect((await claim()).json().items).toHaveLength(1);
    expect((await listed()).items.map(({ accepted }: { accepted: number }) => accepted)).toEqual([1, 1, 1]);
  });

  it('asks nobody once the text is empty, and everybody when there is one again', async () => {
    await publish({ basedOn: 1, texts: none, asksAgain: true });
    expect(await listed()).toMatchObject({ from: null });
    expect((await claim()).json().items).toHaveLength(1);
    expect((await accept(2)).json()).toMatchObject({ code: 'wrong_state' });
    await publish({ basedOn: 2 });
    expect(await listed()).toMatchObject({ from: 3 });
    expect((await claim()).json()).toMatchObject(refused);
  });

  it('refuses to write over what somebody else published', async () => {
    await publish({ basedOn: 1 });
    const late = await publish({ basedOn: 1 });
    expect(late.json()).toMatchObject({
      code: 'wrong_state',
      detail: expect.stringContaining('newest, which is 2'),
    });
  });

  it('holds back practice too, whose answers are kept', async () => {
    const { rows } = await kit.database.pool.query(
      'select id from comparisons where project_id = $1 order by rank limit 1',
      [projectId],
    );
    const answer = { outcome: 'scale', position: 2 };
    const example = await kit.call(lead, 'PUT', of(`/comparisons/${rows[0].id}/practice`), {
      answer,
      explanation: texts,
    });
    expect(example.statusCode, example.body).toBeLessThan(300);
    const { items } = (await kit.call(ann, 'GET', of('/practice'))).json();
    const practise = () => kit.call(ann, 'POST', of(`/practice/${items[0].id}/answer`), { answer });
    expect((await practise()).json()).toMatchObject(refused);
    await accept(1);
    expect((await practise()).statusCode).toBe(200);
  });

  it('comes along to a project that begins like this one, where people agree anew', async () => {
    await accept(1);
    await publish({ basedOn: 1 });
    const made = (await kit.call(lead, 'POST', '/projects', { name: 'Another', from: projectId })).json();
    const copy = (await kit.call(lead, 'GET', `/projects/${made.id}/consent`)).json();
    expect(copy).toMatchObject({ from: 1, items: [{ version: 1, texts, accepted: 0 }] });
    await publish({ basedOn: 2, texts: none });
    const bare = (await kit.call(lead, 'POST', '/projects', { name: 'Bare', from: projectId })).json();
    expect((await kit.call(lead, 'GET', `/projects/${bare.id}/consent`)).json()).toEqual({
      items: [],
      from: null,
    });
  });
});
