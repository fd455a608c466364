import { beforeAll, expect, test } from 'vitest';
import { type Addresses, isOfWork, type RouteName, settleRoutes } from '../support/every-route.ts';
import { dialog, follow, inBothLanguages, menu, screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { demoPerson, type Visitor, visit, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';

let addresses: Addresses;

onStage({ demo: true });
beforeAll(async () => {
  const anna = await visitAs(browser, product, { who: 'anna' });
  const bench = new Workbench(anna);
  await bench.open(project);
  const projectId = new URL(anna.page.url()).pathname.split('/').at(-1)!;
  await bench.decide('1');
  await bench.synced(1);
  const admin = await visitAs(browser, product, { who: 'admin' });
  addresses = await settleRoutes(admin, product, { projectId, judgmentId: bench.told[0]!.body.id! });
  await Promise.all([anna.context.close(), admin.context.close()]);
});

test.each(['en', 'zh-CN'] as const)('every page that the router knows: %s', async (locale) => {
  const found: string[] = [];
  const look = { locale, alsoInEnglish: locale !== 'en' };
  const [admin, anna, stranger] = await Promise.all([
    visitAs(browser, product, { who: 'admin', ...look }),
    visitAs(browser, product, { who: 'anna', ...look }),
    visit(browser, product, look),
  ]);
  await stranger.page.goto(addresses.signIn);
  for (const [name, address] of Object.entries(addresses)) {
    const visitor = name === 'signIn' ? stranger : isOfWork(address) ? anna : admin;
    await follow(visitor, address);
    const { pathname } = new URL(visitor.page.url());
    expect(pathname, name).toBe(name === 'home' ? addresses.projects : address);
    expect(await visitor.page.getByRole('alert').allTextContents(), name).toEqual([]);
    expect(await visitor.page.locator('h1').textContent(), name).not.toBe(visitor.words('shell.not_found'));
    found.push(...(await screenFaults(visitor, name)));
  }
  for (const visitor of [admin, anna, stranger]) {
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  }
  expect(found).toEqual([]);
});

/** What stands on a page once something was done there. */
interface Opening {
  readonly what: string;
  readonly at: RouteName | `/${string}`;
  /** The part that is checked; default: all of the screen. */
  readonly within?: string;
  open(visitor: Visitor): Promise<void>;
}

const press =
  (...keys: readonly [key: string, values?: Record<string, string | number>][]) =>
  async ({ page, words }: Visitor): Promise<void> => {
    for (const [key, values] of keys)
      await page
        .getByRole('button', { name: words(key, values) })
        .first()
        .click();
  };
const unfold =
  (...keys: readonly string[]) =>
  async ({ page, words }: Visitor): Promise<void> => {
    for (const key of keys)
      await page
        .locator('summary')
        .filter({ hasText: words(key) })
        .click();
  };
const nothing = (): Promise<void> => Promise.resolve();

const ofConsole: readonly Opening[] = [
  { what: 'no such page', at: '/nowhere', open: nothing },
  { what: 'no such project', at: '/projects/f0000000-0000-7000-8000-000000000000', open: nothing },
  { what: 'menu', at: 'projects', within: menu, open: press(['shell.user_menu']) },
  {
    what: 'removing the demo',
    at: 'projects',
    within: dialog,
    open: press(['console-projects.demo_remove']),
  },
  { what: 'judgments a day', at: 'project', open: press(['console-statistics.as_table']) },
  {
    what: 'guidelines as they look',
    at: 'guidelines',
    open: async ({ page, words }) =>
      page
        .getByRole('tab', { name: words('console-projects.preview') })
        .first()
        .click(),
  },
  {
    what: 'a version of the guidelines',
    at: 'guidelines',
    within: dialog,
    open: press(['console-projects.show_version', { version: 1 }]),
  },
  {
    what: 'a question with a part that lacks its name',
    at: 'question',
    open: press(
      ['console-question.add_flags'],
      ['console-question.add_criteria'],
      ['console-projects.publish_question'],
    ),
  },
  {
    what: 'an example without an answer, feedback without words',
    at: 'comparison',
    open: press(
      ['console-projects.show_raw'],
      ['console-practice.use'],
      ['console-practice.save'],
      ['console-practice.send'],
    ),
  },
  {
    what: 'ways to bring a file',
    at: 'imports',
    open: unfold('console-imports.paste_open', 'console-imports.shapes'),
  },
  {
    what: 'a file that was checked',
    at: 'imports',
    open: async ({ page, words }) => {
      const file = {
        name: 'rows.jsonl',
        mimeType: 'application/x-ndjson',
        // A good row says what the others were to be.
        buffer: Buffer.from('{"prompt": "Hi", "response_a": "Hello", "response_b": "Hey"}\n{"messages": ['),
      };
      await page.getByLabel(words('console-imports.file')).setInputFiles(file);
      await page.getByRole('button', { name: words('console-imports.check'), exact: true }).click();
      await page.getByRole('region', { name: words('console-imports.faults_title') }).waitFor();
    },
  },
  { what: 'roles', at: 'members', open: unfold('console-people.roles_title') },
  {
    what: 'removing a member',
    at: 'members',
    within: dialog,
    open: press(['console-people.remove_named', { name: 'Bo' }]),
  },
  {
    what: 'a new password',
    at: 'people',
    within: dialog,
    open: async (visitor) => {
      await press(['console-people.set_password_named', { name: 'Bo' }])(visitor);
      const { page, words } = visitor;
      await page
        .locator(dialog)
        .getByRole('button', { name: words('console-people.set_password') })
        .click();
    },
  },
  {
    what: 'a new token',
    at: 'tokens',
    open: async ({ page, words }) => {
      await page.getByLabel(words('console-people.token_name')).fill('Another');
      await page.getByRole('button', { name: words('console-people.create_token') }).click();
      const asked = page.locator(dialog);
      await asked.getByLabel(words('account.current_password')).fill(demoPerson('admin').password);
      await asked.getByRole('button', { name: words('account.go_on') }).click();
      await page.locator('[data-secret]').waitFor();
    },
  },
  {
    what: 'revoking a token',
    at: 'tokens',
    within: dialog,
    open: press(['console-people.revoke_named', { name: 'Trainer' }]),
  },
  {
    what: 'the session is over',
    at: 'account',
    within: dialog,
    open: async (visitor) => {
      await visitor.context.clearCookies();
      await follow(visitor, addresses.people);
      await visitor.page.locator(dialog).waitFor();
    },
  },
];

const ofWork: readonly Opening[] = [
  {
    what: 'a wrong correction of time',
    at: 'myTime',
    within: dialog,
    open: press(['work-life.correct'], ['work-life.correct_send']),
  },
];

async function lookAt(visitor: Visitor, openings: readonly Opening[]): Promise<string[]> {
  const found: string[] = [];
  for (const { what, at, within, open } of openings) {
    await follow(visitor, at.startsWith('/') ? at : addresses[at as RouteName]);
    await open(visitor);
    await visitor.page.locator(within ?? 'main').waitFor();
    await visitor.settled();
    found.push(...(await screenFaults(visitor, what, within)));
    await visitor.page.keyboard.press('Escape');
  }
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
  return found;
}

test('every dialog and menu of these pages, and what they say when something is missing', async () => {
  const found: string[] = [];
  await inBothLanguages(async (locale) => {
    const look = { locale, alsoInEnglish: locale !== 'en' };
    found.push(...(await lookAt(await visitAs(browser, product, { who: 'admin', ...look }), ofConsole)));
    found.push(...(await lookAt(await visitAs(browser, product, { who: 'anna', ...look }), ofWork)));
  });
  expect(found).toEqual([]);
});
