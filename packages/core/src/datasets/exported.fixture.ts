import { text as readText } from 'node:stream/consumers';
import { type ExportFormat, type Recipe, recipe as recipeShape } from '@pairwright/contract/datasets';
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

/** Exports a version and gives the text of its data files, one of each part. */
export async function dataFilesOf(
  { ctx, artifacts }: Stage,
  wanted: { versionId: string; format: ExportFormat },
): Promise<string[]> {
  const { id } = await startExport(ctx, wanted);
  await runExport(ctx, { exportId: id, signal });
  const { files } = await getExport(ctx, id);
  const data = (files ?? []).filter(({ rows }) => rows !== null);
  return Promise.all(data.map(async ({ name }) => readText(await artifacts.read(`exports/${id}/${name}`))));
}
