import type { Cli } from '../app-context.ts';
import { allProjects } from '../find-project.ts';
import { table } from '../output.ts';

export async function projectList(cli: Cli): Promise<void> {
  const projects = await allProjects(cli);
  const text =
    projects.length === 0
      ? 'No projects yet.'
      : table(
          ['short name', 'name', 'state', 'language', 'target', 'id'],
          projects.map((each) => [
            each.slug,
            each.name,
            each.state,
            each.language,
            String(each.targetJudgments),
            each.id,
          ]),
        );
  cli.out.result({ items: projects }, text);
}
