import type { Project } from '@pairwright/contract/projects';
import type { Cli } from './app-context.ts';
import { CliError } from './cli-error.ts';

/** All projects I may see, over all pages. */
export async function allProjects(cli: Cli): Promise<Project[]> {
  const projects: Project[] = [];
  let cursor: string | undefined;
  do {
    const page = await cli.client.call('listProjects', {
      query: { limit: 200, ...(cursor ? { cursor } : {}) },
    });
    projects.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return projects;
}

/** A project by id, short name or full name. */
export async function findProject(cli: Cli, wanted: string): Promise<Project> {
  const projects = await allProjects(cli);
  const found = projects.filter(
    (project) => project.id === wanted || project.slug === wanted || project.name === wanted,
  );
  const [project] = found;
  if (!project) {
    const names = projects.map((each) => each.slug).join(', ');
    throw new CliError(
      'usage',
      `There is no project "${wanted}". ${names ? `Yours: ${names}.` : 'You see none.'}`,
    );
  }
  if (found.length > 1)
    throw new CliError('usage', `"${wanted}" names ${found.length} projects; use the short name or the id.`);
  return project;
}
