import { vi } from 'vitest';
import type { HealthReport } from '@pairwright/contract/dataset-health';
import { patterns } from '../../../apps/web/src/paths.ts';
import { exportAs, freezeDataset } from './dataset-pages.ts';
import { frozenVersion } from './frozen-version.ts';
import type { Product } from './product.ts';
import { callAs, makeProject, makeToken } from './through-api.ts';
import type { Visitor } from './visitor.ts';

export type RouteName = keyof typeof patterns;

/** Only there before anybody has an account: the journey of the first start looks at it. */
const firstStart: RouteName = 'setup';

/** Every page in the router's list that somebody can come to once there are accounts. */
export const routeNames = (Object.keys(patterns) as RouteName[]).filter((name) => name !== firstStart);

type Ids = Readonly<Record<string, string>>;

/** The addresses of every page in the router's list, with something on each. */
export type Addresses = Readonly<Record<RouteName, string>>;

/** A part that nothing is known for is a fault: a new kind of page needs something to show. */
export function addressOf(name: RouteName, ids: Ids): string {
  return patterns[name].replaceAll(/:(\w+)/g, (_, part: string) => {
    const id = ids[part];
    if (id === undefined) throw new Error(`The page ${name} needs a ${part}; every-route.ts knows none.`);
    return id;
  });
}

/** What an annotator has; the rest is for those who run projects. */
export function isOfWork(address: string): boolean {
  return /^\/(my-work|annotate)\b/.test(address);
}

/** Fills the demo with something to see on every page. Anna has judged `judgmentId` in `projectId` before. */
export async function settleRoutes(
  admin: Visitor,
  product: Product,
  { projectId, judgmentId }: { projectId: string; judgmentId: string },
): Promise<Addresses> {
  const one = async (sql: string, value: string): Promise<string> => {
    const { rows } = await product.database.pool.query<{ id: string }>(sql, [value]);
    return rows[0]!.id;
  };
  await payAndTell(admin, product, { projectId, judgmentId });
  const comparisonId = await one(
    'select a.comparison_id as id from judgments j join assignments a on a.id = j.assignment_id where j.id = $1',
    judgmentId,
  );
  const votes = await one('select id from projects where name = $1', 'Demo: MT-Bench votes');
  const annotatorId = await one(
    'select annotator_id as id from judgments where project_id = $1 group by 1 order by count(*) desc, 1 limit 1',
    votes,
  );
  const files = await datasetWithFiles(admin, votes);
  const rowId = await one(
    'select comparison_id as id from dataset_rows where version_id = $1 limit 1',
    files['versionId']!,
  );
  const dataset = { ...files, toId: await frozenAgain(admin, product, files), rowId };
  const faulty = await importWithFaults(admin, product);
  // A long list of comparisons says no more than a short one.
  const own: Partial<Record<RouteName, Ids>> = {
    dataset,
    version: dataset,
    versionHealth: dataset,
    recipeHealth: { ...dataset, reportId: await recipeReport(admin, product, votes) },
    versionDiff: dataset,
    why: dataset,
    // Nobody made it: the page says that it does not open.
    crowd: { linkId: 'none' },
    import: faulty,
    comparisons: faulty,
    datasets: dataset,
    quality: dataset,
    annotators: dataset,
    annotator: { ...dataset, annotatorId },
    leaderboard: dataset,
    resolutions: dataset,
    webhook: { webhookId: await webhookOf(admin, product, projectId) },
  };
  const addresses = routeNames.map((name) => [
    name,
    addressOf(name, own[name] ?? { projectId, comparisonId }),
  ]);
  return Object.fromEntries(addresses) as Addresses;
}

/** To an address of the internet that is a number: nothing is looked up, and nothing happens that would be sent. */
async function webhookOf(admin: Visitor, product: Product, projectId: string): Promise<string> {
  const body = {
    projectId,
    address: 'https://8.8.8.8/hooks',
    description: 'Trainer',
    events: ['import.failed'],
  };
  const { id } = await callAs<{ id: string }>(admin, product, { method: 'POST', path: '/webhooks', body });
  return id;
}

/** Judgments are paid for, and something was said about one. */
async function payAndTell(
  admin: Visitor,
  product: Product,
  { projectId, judgmentId }: { projectId: string; judgmentId: string },
): Promise<void> {
  const project = `/projects/${projectId}`;
  const pay = { currency: 'EUR', perJudgmentMicros: 150_000 };
  const message = 'The second answer is cut off. Please look again.';
  const token = { name: 'Trainer', scopes: ['read', 'export'], expiresInDays: 30 };
  await callAs(admin, product, { method: 'PATCH', path: project, body: { pay } });
  const feedback = `${project}/judgments/${judgmentId}/feedback`;
  await callAs(admin, product, { method: 'POST', path: feedback, body: { message } });
  await makeToken(admin, product, token);
}

async function datasetWithFiles(admin: Visitor, projectId: string): Promise<Ids> {
  const last = (): string => new URL(admin.page.url()).pathname.split('/').at(-1)!;
  await freezeDataset(admin, projectId, 'Arena');
  const versionId = last();
  await exportAs(admin, 'trl-implicit');
  await admin.page.getByRole('link', { name: admin.words('console-datasets.back_to_dataset') }).click();
  await admin.page.waitForURL('**/datasets/*');
  return { projectId, versionId, datasetId: last() };
}

async function recipeReport(admin: Visitor, product: Product, projectId: string): Promise<string> {
  const reports = `/projects/${projectId}/health-reports`;
  const body = { recipe: { minJudgments: 2 } };
  const { id } = await callAs<HealthReport>(admin, product, { method: 'POST', path: reports, body });
  await vi.waitUntil(
    async () =>
      (await callAs<HealthReport>(admin, product, { method: 'GET', path: `${reports}/${id}` })).state ===
      'ready',
    { timeout: 60_000, interval: 200 },
  );
  return id;
}

/** Another version with a stricter recipe, so that the two differ. */
async function frozenAgain(admin: Visitor, product: Product, { projectId, datasetId }: Ids): Promise<string> {
  const path = `/projects/${projectId}/datasets/${datasetId}`;
  const { recipe } = await callAs<{ recipe: object }>(admin, product, { method: 'GET', path });
  await callAs(admin, product, { method: 'PATCH', path, body: { recipe: { ...recipe, minJudgments: 2 } } });
  return frozenVersion(admin, product, { projectId: projectId!, datasetId: datasetId! });
}

async function importWithFaults(admin: Visitor, product: Product): Promise<Ids> {
  const message = (role: string, content: string): unknown => ({ role, content });
  const made = await makeProject(admin, product, {
    name: 'With faults',
    rows: [
      {
        messages: [message('user', 'Hi')],
        responses: [
          { model: 'a', content: 'Hello' },
          { model: 'b', content: 'Hey' },
        ],
      },
      { messages: [message('human', 'Hi')], responses: [{ model: 'a', content: 'Hello' }] },
    ],
  });
  return { ...made };
}
