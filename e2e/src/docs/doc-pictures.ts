import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Product } from '../support/product.ts';
import { callAs } from '../support/through-api.ts';
import type { DemoPerson, Look, Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';

/** A picture of a page of the demo, as README and docs show it. */
export interface DocPicture {
  /** Of the file in docs/images, without `.png`. */
  readonly name: string;
  readonly look: Pick<Look, 'locale' | 'theme'>;
  /** In pixels. */
  readonly height: number;
  readonly who: DemoPerson;
  /** Slug of the demo project. */
  readonly slug: string;
  /** Brings the page to where the picture is taken. */
  readonly go: (visit: Visit) => Promise<void>;
}

/** Somebody of the demo, who looks at one project. */
export interface Visit {
  readonly visitor: Visitor;
  readonly product: Product;
  readonly projectId: string;
}

const english = { locale: 'en', theme: 'light' } as const;
const chinese = { locale: 'zh-CN', theme: 'light' } as const;
const chineseDark = { locale: 'zh-CN', theme: 'dark' } as const;

const consolePage =
  (name: string) =>
  async ({ visitor: { page }, projectId }: Visit): Promise<void> => {
    await page.goto(`/projects/${projectId}${name}`);
  };

/** Opens the workbench and presses keys that decide nothing yet. */
const workbench =
  (...keys: string[]) =>
  async ({ visitor, projectId }: Visit): Promise<void> => {
    const { page } = visitor;
    const bench = new Workbench(visitor);
    await page.goto(`/annotate/${projectId}`);
    await bench.ready();
    await bench.putOffGuidelines();
    for (const key of keys) await page.keyboard.press(key);
  };

/** The first in the queue of which both answers were imported. */
async function reviewed({ visitor: { page, words }, projectId }: Visit): Promise<void> {
  await page.goto(`/projects/${projectId}/review`);
  const decide = page.getByRole('button', { name: words('console-review.save_decision') });
  await decide.waitFor();
  const absent = page.getByText(words('console-projects.no_response_text'));
  for (let at = 0; at < 30 && (await absent.count()) > 0; at += 1) {
    await page.keyboard.press('j');
    await decide.waitFor();
    await page.waitForTimeout(500);
  }
}

/** Two lines of the file are not as they should be. */
async function checkedImport({ visitor, product, projectId }: Visit): Promise<void> {
  const isChinese = visitor.locale === 'zh-CN';
  const file = path.resolve(
    import.meta.dirname,
    '../../../packages/demo/data',
    isChinese ? 'chinese.jsonl' : 'english.jsonl',
  );
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, 60);
  lines[2] = lines[2]!.replace('"role": "user"', '"role": "human"');
  lines[40] = lines[40]!.slice(0, 160);
  const filename = encodeURIComponent(isChinese ? '模型输出.jsonl' : 'outputs.jsonl');
  const { id } = await callAs<{ id: string }>(visitor, product, {
    method: 'POST',
    path: `/projects/${projectId}/imports?filename=${filename}`,
    raw: lines.join('\n'),
  });
  const { page, words } = visitor;
  await page.goto(`/projects/${projectId}/imports/${id}`);
  await page.getByRole('button', { name: words('console-imports.check'), exact: true }).click();
  await page.getByRole('heading', { name: words('console-imports.faults_title') }).waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
}

async function exported({ visitor, projectId }: Visit): Promise<void> {
  const isChinese = visitor.locale === 'zh-CN';
  await freezeDataset(visitor, projectId, isChinese ? '奖励模型数据' : 'MT-Bench rewards');
  await exportAs(visitor, 'trl-implicit');
  await visitor.page
    .getByRole('heading', { name: visitor.words('console-datasets.exports') })
    .evaluate((heading) => heading.scrollIntoView());
}

const annotator = { who: 'anna', height: 860 } as const;
const lead = { who: 'admin', height: 860, slug: 'demo-mt-bench' } as const;

/** Each picture in docs/images that shows a page. */
export const docPictures: readonly DocPicture[] = [
  {
    ...annotator,
    name: 'annotate-en',
    look: english,
    height: 800,
    slug: 'demo-helpfulness-en',
    go: workbench(),
  },
  {
    ...annotator,
    name: 'annotate-zh',
    look: chineseDark,
    height: 800,
    slug: 'demo-chinese',
    go: workbench(),
  },
  { ...annotator, name: 'rank-en', look: english, slug: 'demo-rank', go: workbench('b', 'a', '=', 'c') },
  {
    ...annotator,
    name: 'criteria-zh',
    look: chineseDark,
    slug: 'demo-criteria-zh',
    go: workbench('2', '2', '3'),
  },
  { ...annotator, name: 'steps-en', look: english, slug: 'demo-steps', go: workbench('1', '1', '3') },
  { ...annotator, name: 'steps-zh', look: chinese, slug: 'demo-steps', go: workbench('1', '1', '3') },
  { ...lead, name: 'leaderboard-en', look: english, go: consolePage('/leaderboard') },
  { ...lead, name: 'quality-zh', look: chineseDark, go: consolePage('/quality') },
  { ...lead, name: 'annotators-en', look: english, go: consolePage('/annotators') },
  { ...lead, name: 'dashboard-zh', look: chinese, go: consolePage('') },
  { ...lead, name: 'review-en', look: english, go: reviewed },
  { ...lead, name: 'review-zh', look: chinese, go: reviewed },
  { ...lead, name: 'routing-en', look: english, go: consolePage('/routing') },
  { ...lead, name: 'routing-zh', look: chinese, go: consolePage('/routing') },
  {
    ...lead,
    name: 'import-en',
    look: english,
    height: 1100,
    go: checkedImport,
  },
  { ...lead, name: 'import-zh', look: chinese, height: 1100, go: checkedImport },
  { ...lead, name: 'export-en', look: english, height: 1100, go: exported },
  { ...lead, name: 'export-zh', look: chinese, height: 1100, go: exported },
];
