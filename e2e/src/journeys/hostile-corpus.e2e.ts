import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addressOf, type RouteName, routeNames } from '../support/every-route.ts';
import { fillEverything, type FilledIds } from '../support/fill-everything.ts';
import { CANARY, hostileCorpus } from '../support/hostile-corpus.ts';
import { plantEverywhere, PLANTED } from '../support/plant-text.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { visit, type Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const PAIRS = 12;

onStage({ demo: false });

/** Shares of the corpus, one for each comparison. */
const shares = Array.from({ length: PAIRS }, (_, share) =>
  hostileCorpus.filter((_text, index) => index % PAIRS === share),
);

/** What must not be there after the page has drawn foreign text. */
function harmOn(page: Page) {
  return page.evaluate(() => ({
    pwned: 'pwned' in globalThis,
    elements: [
      ...document.querySelectorAll(
        'body :is(iframe, object, embed, base, frame, form[action], meta, link, style, svg animate, svg set, svg use, svg image, foreignObject, video, audio, marquee, portal)',
      ),
    ].map((one) => one.outerHTML.slice(0, 200)),
    pictures: [...document.images].map((one) => one.src).filter((src) => !src.startsWith('data:image/')),
    scripts: [...document.scripts].filter((one) => !one.src.startsWith(location.origin)).length,
    handlers: [...document.querySelectorAll('*')]
      .flatMap((one) => [...one.attributes])
      .filter(({ name }) => name.startsWith('on') || name === 'ping' || name === 'srcdoc').length,
    links: [...document.querySelectorAll('a')]
      .filter((one) => one.hasAttribute('href'))
      .map((one) => one.protocol)
      .filter((protocol) => !/^(https?|mailto):$/.test(protocol)),
    clobbered:
      document.querySelectorAll('#root').length !== 1 ||
      document.querySelectorAll('#content').length > 1 ||
      !(document.body instanceof HTMLBodyElement) ||
      !(document.forms instanceof HTMLCollection) ||
      typeof document.getElementById !== 'function',
  }));
}

const harmless = {
  pwned: false,
  elements: [],
  pictures: [],
  scripts: 0,
  handlers: 0,
  links: [],
  clobbered: false,
};

async function projectOfHarm(visitor: Visitor) {
  const made = await makeProject(visitor, product, {
    name: 'Helpfulness',
    guidelines: hostileCorpus.filter((_text, index) => index % 3 === 0).join('\n\n'),
    rows: shares.map((share, index) => ({
      prompt_id: `p${index}`,
      messages: [
        { role: 'system', content: share.slice(0, 8).join('\n\n') },
        { role: 'user', content: share.join('\n\n') },
      ],
      responses: [
        { model: 'a', content: share.join('\n\n') },
        { model: 'b', content: share.toReversed().join('\n\n') },
      ],
    })),
  });
  return made;
}

test('none of three hundred hostile texts runs, fetches or breaks anything, in any place that shows foreign text', async () => {
  expect(hostileCorpus.length).toBeGreaterThanOrEqual(300);
  const visitor = await visit(browser, product);
  const { page, words } = visitor;
  await becomeOwner(visitor, product);
  const { projectId, importId } = await projectOfHarm(visitor);
  const bench = new Workbench(visitor);
  await page.goto(`/annotate/${projectId}`);
  await bench.ready();
  await page.keyboard.press('g');
  await page.getByRole('complementary', { name: words('labeling.guidelines') }).waitFor();
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await bench.ready();
    expect(await harmOn(page)).toEqual(harmless);
    await page.keyboard.press('m');
    await page.getByRole('button', { name: words('labeling.rendered') }).waitFor();
    expect(await harmOn(page)).toEqual(harmless);
    await page.keyboard.press('m');
    await bench.decide('1');
  }
  await page.getByRole('heading', { name: words('labeling.finished') }).waitFor();
  const faulty = await importWithFaults(visitor);
  const ids = await fillEverything({ owner: visitor, browser, product, projectId });
  expect(await plantEverywhere(product, hostileCorpus)).toEqual(nothingToPlantIn);
  const stranger = await visit(browser, product);
  const without: RouteName[] = [];
  const found: string[] = [];
  for (const name of routeNames) {
    const looker = beforeSignIn.has(name) ? stranger : visitor;
    await isShownHarmless(looker, addressAt(name, { ...ids, projectId, importId })).then(
      (shown) => void (shown || without.push(name)),
      (error: Error) => void found.push(`${name}: ${error.message}`),
    );
  }
  expect(found).toEqual([]);
  expect(without).toEqual(withoutForeignText);
  for (const address of [addressOf('import', faulty), addressOf('question', { projectId: ids['marksId']! })])
    expect(await isShownHarmless(visitor, address), address).toBe(true);
  expect([...visitor.faults, ...stranger.faults]).toEqual([]);
  expect(page.url()).not.toContain(CANARY);
  // Some sixty pages, each looked at twice.
}, 900_000);

/** Where nothing can be written that this installation would hold. */
const nothingToPlantIn: readonly string[] = [];

/** Pages on which there is no text of others. */
const withoutForeignText: readonly RouteName[] = [
  'signIn',
  'provider',
  'crowd',
  'reset',
  'forgot',
  'register',
  'workPreferences',
  'convert',
  'retention',
  'newProject',
];

/** Pages of somebody who is not signed in. */
const beforeSignIn = new Set<RouteName>([
  'signIn',
  'provider',
  'join',
  'crowd',
  'reset',
  'forgot',
  'register',
]);

function addressAt(name: RouteName, ids: FilledIds): string {
  const address = addressOf(name, ids);
  return name === 'join' ? `${address}#${ids['inviteToken']}` : address;
}

/** Looks at a page, and at what can be opened on it; says whether it shows a text that was planted. */
async function isShownHarmless({ page, settled }: Visitor, address: string): Promise<boolean> {
  await page.goto(address);
  await settled().catch(async () => {
    throw new Error(`It does not come to rest: ${(await page.textContent('body'))?.slice(0, 200)}`);
  });
  expect(await harmOn(page), address).toEqual(harmless);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
  await settled();
  expect(await harmOn(page), address).toEqual(harmless);
  expect(new URL(page.url()).origin, address).toBe(product.baseUrl);
  return page.evaluate((mark) => document.body.textContent.includes(mark), PLANTED);
}

/** An import whose rows are refused, with what is wrong about each. */
async function importWithFaults(visitor: Visitor): Promise<{ projectId: string; importId: string }> {
  return makeProject(visitor, product, {
    name: 'With faults',
    rows: [
      {
        messages: [{ role: 'user', content: 'Q' }],
        responses: [
          { model: 'a', content: 'A' },
          { model: 'b', content: 'B' },
        ],
      },
      // Understood as rows of ours, and refused for what stands in them.
      ...hostileCorpus.slice(0, 40).map((text) => ({
        messages: [{ role: text.slice(0, 60), content: 'Q' }],
        responses: [{ model: text, content: 'A' }],
        [text.slice(0, 60)]: text,
      })),
    ],
    filename: `${hostileCorpus[0]!.slice(0, 60).replaceAll('/', '')}.jsonl`,
  });
}
