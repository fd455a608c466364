import type { Recipe } from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';
import type { RecipeChange } from '@pairwright/contract/version-diff';
import type { Executor } from '@pairwright/db/database';
import { recipeChanges, reachOf, type RecipeReach } from '@pairwright/domain/versions/recipe-changes';
import { parseRecipe } from '../datasets.shapes.ts';
import { requireReady } from '../require-ready.ts';

/** A frozen version as it is compared and explained. */
export interface FrozenVersion {
  readonly versionId: string;
  readonly datasetId: string;
  readonly dataset: string;
  readonly version: number;
  readonly frozenAt: string;
  readonly rows: number;
  readonly recipe: Recipe;
  /** Whether it is stored why units are no rows. */
  readonly keepsDrops: boolean;
  readonly modelId: string | null;
}

/** Two versions of a project, and what their recipes do not share. */
export interface Compared {
  readonly from: FrozenVersion;
  readonly to: FrozenVersion;
  readonly changes: readonly RecipeChange[];
  readonly reach: RecipeReach;
}

/** A version that is ready. Throws `not_found` and `wrong_state`. */
export async function requireFrozen(
  db: Executor,
  of: { readonly projectId: string; readonly versionId: string },
): Promise<FrozenVersion> {
  const row = await db
    .selectFrom('dataset_versions as v')
    .innerJoin('datasets as d', 'd.id', 'v.dataset_id')
    .select([
      'v.id',
      'v.dataset_id',
      'd.name',
      'v.version',
      'v.state',
      'v.frozen_at',
      'v.rows_total',
      'v.recipe',
      'v.keeps_drops',
      'v.annotator_model_id',
    ])
    .where('v.id', '=', of.versionId)
    .where('v.project_id', '=', of.projectId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
  requireReady(row.state);
  if (row.frozen_at === null) throw new Error('A version is ready without the time of its freeze.');
  return {
    versionId: row.id,
    datasetId: row.dataset_id,
    dataset: row.name,
    version: row.version,
    frozenAt: row.frozen_at,
    rows: row.rows_total ?? 0,
    recipe: parseRecipe(row.recipe),
    keepsDrops: row.keeps_drops,
    modelId: row.annotator_model_id,
  };
}

/** Two versions of the project. Throws `not_found` and `wrong_state`. */
export async function compareVersions(
  db: Executor,
  of: { readonly projectId: string; readonly versionId: string; readonly toId: string },
): Promise<Compared> {
  const from = await requireFrozen(db, of);
  const to = await requireFrozen(db, { projectId: of.projectId, versionId: of.toId });
  const changes = recipeChanges(from.recipe, to.recipe);
  return { from, to, changes, reach: reachOf(changes) };
}
