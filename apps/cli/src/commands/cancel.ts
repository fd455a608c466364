import type { Cli } from '../app-context.ts';
import { findFreeze, pickDataset } from '../datasets.ts';
import { findProject } from '../find-project.ts';
import { parseSource } from './pull.ts';

/** Stops the freeze of a version: the one named, or the newest that is under way. */
export async function cancel(cli: Cli, source: string): Promise<void> {
  const wanted = parseSource(source);
  const project = await findProject(cli, wanted.project);
  const dataset = await pickDataset(cli, project.id, wanted.dataset);
  const { id: versionId } = await findFreeze(cli, dataset, wanted.version);
  const version = await cli.client.call('cancelFreeze', { params: { projectId: project.id, versionId } });
  cli.out.result(
    { dataset: dataset.slug, version },
    `${project.slug}/${dataset.slug}@${version.version}: cancelled; nothing of it was kept`,
  );
}
