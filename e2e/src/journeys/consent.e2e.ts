import { expect, test } from 'vitest';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const owner = { email: 'olga@example.org', password: 'a long enough secret' };
const rows = Array.from({ length: 3 }, (_, n) => ({
  messages: [{ role: 'user', content: `Question ${n}` }],
  responses: [
    { model: 'a', content: 'One' },
    { model: 'b', content: 'Two' },
  ],
}));
const own = { en: 'You may stop at **any time**.', 'zh-CN': '您可以**随时**停止。' };
const newer = { en: 'You may stop whenever you like.', 'zh-CN': '您可以在任何时候停止。' };

async function claimedIn(projectId: string): Promise<number> {
  const { rows: found } = await product.database.pool.query<{ n: number }>(
    'select count(*)::int as n from assignments where project_id = $1',
    [projectId],
  );
  return found[0]!.n;
}

async function acceptedIn(projectId: string): Promise<number[]> {
  const { rows: found } = await product.database.pool.query<{ version: number }>(
    'select version from consent_acceptances where project_id = $1 order by version',
    [projectId],
  );
  return found.map(({ version }) => version);
}

/** Types both texts on the page of the guidelines, and publishes them. */
async function publish(lead: Visitor, projectId: string, texts: typeof own, again: boolean): Promise<void> {
  const { page, words } = lead;
  await page.goto(`/projects/${projectId}/guidelines`);
  await lead.settled();
  const card = page.getByRole('region', { name: words('console-projects.consent'), exact: true });
  for (const [locale, language] of [
    ['en', 'English'],
    ['zh-CN', '简体中文'],
  ] as const) {
    await card.getByRole('tab', { name: language }).click();
    await card
      .getByLabel(words('console-projects.consent_text', { language }), { exact: true })
      .last()
      .fill(texts[locale]);
  }
  if (again) await card.getByLabel(words('console-projects.consent_again')).check();
  expect(await screenFaults(lead, 'the text to agree to')).toEqual([]);
  await card.getByRole('button', { name: words('console-projects.consent_publish') }).click();
}

test.each(['en', 'zh-CN'] as const)(
  'who joins reads what they agree to before the first pair, may leave, agrees, and is asked again when the lead says so: %s',
  async (locale) => {
    const lead = await visit(browser, product, { locale });
    if (locale === 'en') await becomeOwner(lead, product);
    await signIn(lead, owner);
    const { projectId } = await makeProject(lead, product, { name: `Study ${locale}`, rows });
    await publish(lead, projectId, own, false);
    const card = lead.page.getByRole('region', { name: lead.words('console-projects.consent'), exact: true });
    await card.getByText(lead.words('console-projects.consent_asked', { from: 1 })).waitFor();

    const invite = await callAs<{ token: string }>(lead, product, {
      method: 'POST',
      path: `/projects/${projectId}/invites`,
      body: { role: 'annotator' },
    });
    const ann = await visit(browser, product, { locale, width: 320, height: 640 });
    const { page, words } = ann;
    await page.goto(`/join#${invite.token}`);
    await page.getByText(words('entry.consent')).click();
    await page.getByText(locale === 'en' ? 'any time' : '随时', { exact: true }).waitFor();
    expect(await screenFaults(ann, 'join, with a text to agree to')).toEqual([]);
    await page.getByLabel(words('auth.name'), { exact: true }).fill('Ann');
    await page.getByLabel(words('auth.email')).fill(`ann-${locale.toLowerCase()}@example.org`);
    await page.getByLabel(words('auth.password'), { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: words('entry.join_new') }).click();
    await page.waitForURL('**/my-work');

    // Who would rather not leaves, and nothing was claimed.
    await page.goto(`/annotate/${projectId}`);
    await page.getByText(locale === 'en' ? 'any time' : '随时', { exact: true }).waitFor();
    await ann.settled();
    const heading = words('consent.of', { project: `Study ${locale}` });
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
    expect(await screenFaults(ann, 'asked to agree')).toEqual([]);
    await page.getByRole('link', { name: words('consent.decline') }).click();
    await page.waitForURL('**/my-work');
    expect([await claimedIn(projectId), await acceptedIn(projectId)]).toEqual([0, []]);
    await page.goto(`/my-work/${projectId}/practice`);
    await page.getByRole('button', { name: words('consent.accept') }).waitFor();

    // With the keyboard alone.
    await page.goto(`/annotate/${projectId}`);
    await page.getByRole('button', { name: words('consent.accept') }).focus();
    await page.keyboard.press('Enter');
    await page
      .getByText(/Question \d/)
      .first()
      .waitFor();
    expect(await acceptedIn(projectId)).toEqual([1]);
    expect(await claimedIn(projectId)).toBeGreaterThan(0);

    await publish(lead, projectId, newer, true);
    await card.getByText(lead.words('console-projects.consent_asked', { from: 2 })).waitFor();
    await page.goto(`/annotate/${projectId}`);
    await page.getByText(newer[locale]).waitFor();
    // The lead changes it while it is read: nobody agrees to what they have not seen.
    await publish(lead, projectId, own, true);
    await card.getByText(lead.words('console-projects.consent_asked', { from: 3 })).waitFor();
    await page.getByRole('button', { name: words('consent.accept') }).click();
    await page.getByText(words('consent.newer')).waitFor();
    await page.getByText(locale === 'en' ? 'any time' : '随时', { exact: true }).waitFor();
    await page.getByRole('button', { name: words('consent.accept') }).click();
    await page
      .getByText(/Question \d/)
      .first()
      .waitFor();
    expect(await acceptedIn(projectId)).toEqual([1, 3]);
    expect([...lead.faults, ...ann.faults]).toEqual([]);
    await Promise.all([lead.context.close(), ann.context.close()]);
  },
);
