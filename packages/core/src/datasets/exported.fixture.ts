import { text as readText } from 'node:stream/consumers';
import { type Recipe, recipe as recipeShape } from '@pairwright/contract/datasets';
import type { Stage } from './datasets.fixture.ts';
import { createDataset, freezeDataset, getExport, startExport } from './datasets.service.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';

const signal = new AbortController().signal;

/** A new dataset of this recipe, frozen. */
export async function frozen(
  { ctx }: Stage,
  choices: Partial<Recipe>,
): Promise<{ datasetId: string; versionId: string }> {
  const dataset = await createDataset(ctx, { name: 'made', recipe: recipeShape.parse(choices) });
  const { id: versionId } = await freezeDataset(ctx, dataset.id);
  await freezeVersion(ctx, { versionId, signal });
  return { datasetId: dataset.id, versionId };
}

type Wanted = Parameters<typeof startExport>[1];

/** Exports a version and gives the text of its data files, one of each part. */
export async function dataFilesOf(stage: Stage, wanted: Wanted): Promise<string[]> {
  const files = await read(stage, wanted);
  return files.filter(({ rows }) => rows !== null).map(({ text }) => text);
}

/** Exports a version and gives the texts of all its files by their names. */
export async function filesOf(stage: Stage, wanted: Wanted): Promise<Readonly<Record<string, string>>> {
  const files = await read(stage, wanted);
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

async function read({ ctx, artifacts }: Stage, wanted: Wanted) {
  const { id } = await startExport(ctx, wanted);
  await runExport(ctx, { exportId: id, signal });
  const { files } = await getExport(ctx, id);
  return Promise.all(
    (files ?? []).map(async ({ name, rows }) => ({
      name,
      rows,
      text: await readText(await artifacts.read(`exports/${id}/${name}`)),
    })),
  );
}
