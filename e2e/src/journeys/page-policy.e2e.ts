import { beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';

const metricsPort = await freePort();

onStage({ demo: true, apiEnv: { METRICS_PORT: String(metricsPort) } });

/** How often a browser reported that something in a page was stopped, by directive. */
async function reported(): Promise<Record<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const lines = text.matchAll(
    /^pairwright_policy_violations_total\{.*directive="([\w-]+)",by="page".*\} (\d+)$/gm,
  );
  return Object.fromEntries([...lines].map(([, directive, count]) => [directive, Number(count)]));
}

/** What somebody would do who has got text of theirs into the page as markup, or a way to call the page's own functions. */
const attempts = [
  'markup from text',
  'a script from text',
  'a script from elsewhere',
  'a function from text',
  'a worker from elsewhere',
  'a policy of their own',
] as const;

/** Runs in the page. Gives the name of the error that stopped it. */
function attempt(what: (typeof attempts)[number]): Promise<string> {
  const script = document.createElement('script');
  const { trustedTypes } = globalThis as unknown as {
    trustedTypes: { createPolicy(name: string, rules: object): unknown };
  };
  const ways: Record<typeof what, () => unknown> = {
    'markup from text': () => (document.body.innerHTML = '<b>x</b>'),
    'a script from text': () => (script.text = 'window.pwned = true'),
    'a script from elsewhere': () => (script.src = 'https://attacker.example/x.js'),
    // oxlint-disable-next-line typescript/no-implied-eval -- it is what must not work
    'a function from text': () => new Function('window.pwned = true')() as unknown,
    'a worker from elsewhere': () => new Worker('/api/v1/projects/x/media/y'),
    'a policy of their own': () => trustedTypes.createPolicy('anything', {}),
  };
  // Later, when the tools of this test do not vouch for what runs.
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      try {
        ways[what]();
        document.head.append(script);
        resolve('done');
      } catch (error) {
        resolve((error as Error).name);
      }
    });
  });
}

describe('what is tried in a page', () => {
  let anna: Visitor;
  beforeAll(async () => {
    anna = await visitAs(browser, product, { who: 'anna' });
    await anna.settled();
  });

  test.each(attempts)('%s is refused', async (what) => {
    expect(await anna.page.evaluate(attempt, what)).toMatch(/^(TypeError|EvalError)$/);
    expect(await anna.page.evaluate(() => 'pwned' in window)).toBe(false);
  });

  test('styles that are written as attributes do nothing, and the page sets its own all the same', async () => {
    const seen = await anna.page.evaluate(() => {
      const [written, set] = [document.createElement('i'), document.createElement('i')];
      written.setAttribute('style', 'position: fixed');
      set.style.position = 'fixed';
      const sheet = document.createElement('style');
      sheet.textContent = 'i { position: absolute }';
      document.body.append(written, set, sheet);
      const places = [written, set].map((each) => getComputedStyle(each).position);
      for (const each of [written, set, sheet]) each.remove();
      return places;
    });
    expect(seen).toEqual(['static', 'fixed']);
  });

  test('the browser reports it, and the operator can count it', async () => {
    await expect.poll(reported, { timeout: 30_000 }).toMatchObject({
      'require-trusted-types-for': expect.any(Number),
      'trusted-types': expect.any(Number),
      'style-src-attr': expect.any(Number),
      'style-src-elem': expect.any(Number),
    });
    expect(anna.faults.length).toBeGreaterThan(0);
    await anna.context.close();
  });
});

test.each(['/docs', '/docs/errors/not_found'])('%s shows itself without a violation', async (address) => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  await admin.page.goto(address);
  const title = admin.page.locator('h1, h2').first();
  await title.waitFor();
  const font = await title.evaluate((element) => getComputedStyle(element).fontFamily);
  expect(font).not.toMatch(/^(Times|"Times|serif)/);
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});
