import type { DiffRow, VersionDiff } from '@pairwright/contract/version-diff';
import type { Cli } from '../app-context.ts';
import { findVersion, pickDataset } from '../datasets.ts';
import { findProject } from '../find-project.ts';
import { table } from '../output.ts';
import { parseSource } from './pull.ts';

export interface DiffOptions {
  /** Rows that are listed at most. */
  readonly rows: number;
}

/** Says what differs between two frozen versions of a dataset, and why. */
export async function diffVersions(
  cli: Cli,
  source: string,
  { from, to, rows }: DiffOptions & { from: number; to: number },
): Promise<void> {
  const named = parseSource(source);
  const project = await findProject(cli, named.project);
  const dataset = await pickDataset(cli, project.id, named.dataset);
  const params = {
    projectId: project.id,
    versionId: (await findVersion(cli, dataset, from)).id,
    toId: (await findVersion(cli, dataset, to)).id,
  };
  const diff = await cli.client.call('getVersionDiff', { params });
  const listed = await listRows(cli, params, rows);
  cli.out.result({ ...diff, rows: listed }, toText(diff, listed));
}

async function listRows(
  cli: Cli,
  params: { projectId: string; versionId: string; toId: string },
  most: number,
): Promise<DiffRow[]> {
  const found: DiffRow[] = [];
  let cursor: string | undefined;
  while (found.length < most) {
    const page = await cli.client.call('listVersionDiff', {
      params,
      query: { limit: Math.min(200, most - found.length), ...(cursor ? { cursor } : {}) },
    });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return found;
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

function toText(diff: VersionDiff, rows: readonly DiffRow[]): string {
  const { from, to, added, removed, changed, same } = diff;
  const total = added + removed + changed;
  return [
    `${from.dataset} version ${from.version} -> ${to.dataset} version ${to.version}: +${added} -${removed} ~${changed}, ${same} the same`,
    ...diff.recipe.map(
      ({ choice, before, after }) =>
        `  recipe ${choice}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
    ),
    ...(diff.reasons.length === 0
      ? []
      : [
          table(
            ['what', 'reason', 'rows'],
            diff.reasons.map((one) => [one.kind, one.reason, String(one.rows)]),
          ),
        ]),
    ...rows.map(
      (row) =>
        `${signs[row.kind]} ${row.rowId}  ${[
          row.reason === 'several' ? row.causes.join(' or ') : row.reason,
          ...row.choices,
          ...row.fields,
          ...(row.droppedBefore === null ? [] : [`was ${row.droppedBefore}`]),
          ...(row.droppedAfter === null ? [] : [`now ${row.droppedAfter}`]),
        ].join(', ')}`,
    ),
    ...(rows.length < total && rows.length > 0 ? [`… ${total - rows.length} more; --rows N lists more`] : []),
  ].join('\n');
}
