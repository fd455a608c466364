import type { ExportFormat, Recipe } from '@pairwright/contract/datasets';
import { dropReasons, type DropReason } from '@pairwright/domain/resolution';

/** A file of an export as the manifest names it; `rows` is null for files that are not data. */
export interface ManifestFile {
  readonly name: string;
  readonly rows: number | null;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ManifestSource {
  readonly project: { readonly slug: string; readonly name: string };
  readonly dataset: { readonly slug: string; readonly name: string; readonly version: number };
  readonly format: ExportFormat;
  readonly recipe: Recipe;
  /** Judgments up to this moment are in; the database's own text. */
  readonly frozenAt: string;
  readonly comparisons: number;
  /** Comparisons that became rows of a preference format. */
  readonly resolved: number;
  readonly judgments: number;
  readonly judgmentsCounted: number;
  readonly drops: Partial<Record<DropReason, number>>;
  readonly questionVersions: readonly number[];
  readonly guidelinesVersions: readonly number[];
  /** Without the manifest itself. */
  readonly files: readonly ManifestFile[];
  /** Version of the software that wrote it. */
  readonly writtenBy: string;
}

export interface Manifest {
  readonly manifest_version: 1;
  readonly project: { readonly slug: string; readonly name: string };
  readonly dataset: { readonly slug: string; readonly name: string; readonly version: number };
  readonly format: ExportFormat;
  readonly frozen_at: string;
  readonly recipe: Recipe;
  readonly counts: {
    readonly comparisons: number;
    readonly resolved: number;
    readonly dropped: number;
    readonly judgments: number;
    readonly judgments_counted: number;
  };
  /** Every reason of the closed list, 0 included. */
  readonly drop_reasons: Readonly<Record<DropReason, number>>;
  readonly question_versions: readonly number[];
  readonly guidelines_versions: readonly number[];
  readonly files: readonly ManifestFile[];
  readonly written_by: string;
}

/**
 * The manifest of an export. It holds no moment of writing, so the same version gives the same bytes.
 * Throws when comparisons is not resolved + dropped: nothing may vanish between the numbers.
 */
export function buildManifest(source: ManifestSource): Manifest {
  const drops = Object.fromEntries(
    dropReasons.map((reason) => [reason, source.drops[reason] ?? 0]),
  ) as Record<DropReason, number>;
  const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
  if (source.resolved + dropped !== source.comparisons) {
    throw new RangeError(
      `${source.comparisons} comparisons are not ${source.resolved} rows and ${dropped} dropped`,
    );
  }
  const { recipe } = source;
  return {
    manifest_version: 1,
    project: { slug: source.project.slug, name: source.project.name },
    dataset: { slug: source.dataset.slug, name: source.dataset.name, version: source.dataset.version },
    format: source.format,
    frozen_at: source.frozenAt,
    recipe: {
      minJudgments: recipe.minJudgments,
      majority: recipe.majority,
      ties: recipe.ties,
      bothBad: recipe.bothBad,
      dropFlagged: recipe.dropFlagged,
      includeMargin: recipe.includeMargin,
    },
    counts: {
      comparisons: source.comparisons,
      resolved: source.resolved,
      dropped,
      judgments: source.judgments,
      judgments_counted: source.judgmentsCounted,
    },
    drop_reasons: drops,
    question_versions: source.questionVersions.toSorted((a, b) => a - b),
    guidelines_versions: source.guidelinesVersions.toSorted((a, b) => a - b),
    files: source.files.map(({ name, rows, bytes, sha256 }) => ({ name, rows, bytes, sha256 })),
    written_by: source.writtenBy,
  };
}

/** The text of `manifest.json`: two spaces of indent, final newline. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
