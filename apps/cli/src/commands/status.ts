import type { Health } from '@pairwright/contract/system';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { allProjects } from '../find-project.ts';
import { table } from '../output.ts';

const parts = ['database', 'migrations', 'queue', 'worker'] as const;

/** The server's health, who I am there, and how far my projects are. Fails when the server is not well. */
export async function status(cli: Cli): Promise<void> {
  const health = await readHealth(cli.settings.server);
  const me = cli.settings.token ? await cli.client.call('getMe', {}) : undefined;
  const projects = me ? await projectRows(cli) : [];
  const lines = [
    `${cli.settings.server}  ${health.status}  version ${health.version}`,
    ...parts.map(
      (part) =>
        `  ${part.padEnd(10)} ${health[part].status}${health[part].detail ? `  ${health[part].detail}` : ''}`,
    ),
    me ? `Signed in as ${me.email}` : 'Not signed in (run "login")',
    ...(projects.length > 0
      ? [
          table(
            ['project', 'state', 'comparisons', 'complete', 'judgments'],
            projects.map((row) => [row.slug, row.state, ...row.numbers.map(String)]),
          ),
        ]
      : []),
  ];
  cli.out.result(
    {
      server: cli.settings.server,
      health,
      user: me?.email ?? null,
      projects: projects.map(({ numbers: _n, ...row }) => row),
    },
    lines.join('\n'),
  );
  if (health.status === 'failed') throw new CliError('failed', 'The server says that it is not well.');
}

async function projectRows(cli: Cli) {
  const projects = await allProjects(cli);
  return Promise.all(
    projects.map(async ({ id, slug, state }) => {
      const { counts } = await cli.client.call('getProject', { params: { projectId: id } });
      return { id, slug, state, counts, numbers: [counts.comparisons, counts.completed, counts.judgments] };
    }),
  );
}

async function readHealth(server: string): Promise<Health> {
  let response: Response;
  try {
    response = await fetch(`${server}/health`);
  } catch {
    throw new CliError(
      'unreachable',
      `No answer from ${server}. Is it running (npm start)? Another address goes with --server.`,
    );
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null || !('database' in body)) {
    throw new CliError('failed', `${server} answers, but not as Pairwright does.`);
  }
  return body as Health;
}
