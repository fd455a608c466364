import {
  changedField,
  type DiffKind,
  type DiffReason,
  type DiffRow,
  type VersionDiff,
} from '@pairwright/contract/version-diff';
import { decodeCursor, InvalidCursor, type Page, toPage } from '@pairwright/db/cursor';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { choicesFor, type UnitChange } from '@pairwright/domain/versions/recipe-changes';
import type { ProjectContext } from '../../context.ts';
import { prepareLongStatements } from '../freeze.queries.ts';
import { type Compared, compareVersions, type FrozenVersion } from './compared.ts';
import {
  countDiffering,
  type DifferingUnit,
  findPromptExcerpts,
  findSides,
  listDiffering,
} from './diff.queries.ts';

interface Pair {
  readonly versionId: string;
  readonly toId: string;
}

/** Two versions may hold a million rows each: the limit of the pool does not fit. */
const reading = { isolation: 'repeatable read', statementTimeoutMs: 120_000 } as const;

/** What differs between two versions in numbers. Throws `not_found`, and `wrong_state` where one is not frozen. */
export async function getVersionDiff(ctx: ProjectContext, pair: Pair): Promise<VersionDiff> {
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const compared = await compareVersions(db, { projectId: ctx.projectId, ...pair });
      await prepareLongStatements(db);
      const counts = await countDiffering(db, compared);
      const of = (wanted: DiffKind) =>
        counts.filter(({ kind }) => kind === wanted).reduce((sum, { rows }) => sum + rows, 0);
      const [added, removed, changed] = [of('added'), of('removed'), of('changed')];
      const fields = changedField.options.map((field) => {
        const rows = counts
          .filter(({ kind }) => kind === 'changed')
          .reduce((sum, one) => sum + one[field], 0);
        return [field, rows] as const;
      });
      return {
        from: toCompared(compared.from),
        to: toCompared(compared.to),
        same: compared.from.rows - removed - changed,
        added,
        removed,
        changed,
        reasons: counts.map(({ kind, reason, rows }) => ({ kind, reason, rows })),
        fields: Object.fromEntries(fields.filter(([, rows]) => rows > 0)),
        recipe: [...compared.changes],
      };
    },
    reading,
  );
}

/** A version as answers name it. */
export function toCompared({ versionId, datasetId, dataset, version, frozenAt, rows }: FrozenVersion) {
  return { versionId, datasetId, dataset, version, frozenAt, rows };
}

/** Rows that differ, old and new beside each other. Throws as `getVersionDiff`. */
export async function listVersionDiff(
  ctx: ProjectContext,
  {
    cursor,
    limit,
    kind,
    reason,
    ...pair
  }: Pair & {
    cursor?: string | undefined;
    limit: number;
    kind?: DiffKind | undefined;
    reason?: DiffReason | undefined;
  },
): Promise<Page<DiffRow>> {
  const after = cursor === undefined ? undefined : unitOf(cursor);
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const compared = await compareVersions(db, { projectId: ctx.projectId, ...pair });
      await prepareLongStatements(db);
      const units = await listDiffering(db, compared, { after, kind, reason, limit: limit + 1 });
      const page = toPage(units, limit, ({ comparisonId, suffix }) => [comparisonId, suffix]);
      return { items: await toRows(db, compared, page.items), nextCursor: page.nextCursor };
    },
    reading,
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function unitOf(cursor: string): { comparisonId: string; suffix: string } {
  const [comparisonId = '', suffix = ''] = decodeCursor(cursor, 2);
  if (!UUID.test(comparisonId)) throw new InvalidCursor();
  return { comparisonId, suffix };
}

async function toRows(db: Tx, compared: Compared, units: readonly DifferingUnit[]): Promise<DiffRow[]> {
  const present = (ordinal: number | null): number[] => (ordinal === null ? [] : [ordinal]);
  const { from, to, changes } = compared;
  const before = await findSides(
    db,
    from,
    units.flatMap((unit) => present(unit.before)),
  );
  const after = await findSides(
    db,
    to,
    units.flatMap((unit) => present(unit.after)),
  );
  const excerpts = await findPromptExcerpts(
    db,
    to,
    units.map(({ promptId }) => promptId),
  );
  return units.map((unit) => {
    const { kind, reason, causes: told, droppedBefore, droppedAfter } = unit;
    const fields = kind === 'changed' ? changedField.options.filter((field) => unit[field]) : [];
    const dropped = droppedBefore ?? droppedAfter;
    const known = kind === 'changed' || dropped !== null;
    const bearing = { dropped, fields, refiltered: unit.refiltered, units: known ? [] : unitKindsOf(unit) };
    return {
      rowId: `${unit.comparisonId}${unit.suffix}`,
      comparisonId: unit.comparisonId,
      source: unit.source,
      kind,
      reason,
      causes: told,
      choices: told.includes('recipe') ? choicesFor(changes, bearing) : [],
      fields,
      promptExcerpt: excerpts.get(unit.promptId) ?? '',
      before: unit.before === null ? null : (before.get(unit.before) ?? null),
      after: unit.after === null ? null : (after.get(unit.after) ?? null),
      droppedBefore,
      droppedAfter,
    };
  });
}

function unitKindsOf({ source, isTie }: DifferingUnit): UnitChange[] {
  return [
    ...(source === 'single' ? (['single'] as const) : []),
    'vote',
    ...(isTie ? (['tie'] as const) : []),
  ];
}
