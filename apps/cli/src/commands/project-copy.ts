import type { Cli } from '../app-context.ts';
import { findProject } from '../find-project.ts';

export interface CopyOptions {
  readonly name: string;
}

/** A new project with the question, guidelines, policy, pay and settings of another one. */
export async function projectCopy(cli: Cli, wanted: string, { name }: CopyOptions): Promise<void> {
  const source = await findProject(cli, wanted);
  const made = await cli.client.call('createProject', { body: { name, from: source.id } });
  cli.out.result(made, `Made "${made.name}" (${made.slug}) like "${source.name}": without people and data.`);
}
