import {
  type ExportFormat,
  type Recipe,
  type RowCounts,
  type UnitCounts,
  type UnitKind,
  unitKind,
} from '@pairwright/contract/datasets';
import type { FreezeEvidence } from '@pairwright/contract/freeze-evidence';
import { refusalReason, type RefusalReason } from '@pairwright/contract/export-formats';
import { dropReasons, type DropReason } from '@pairwright/contract/drop-reasons';
import type { DetectedLanguages } from '@pairwright/contract/import-languages';
import type { CardSources } from './card-sources.ts';
import { type Asked, type Evidence, evidencePart } from './manifest-evidence.ts';
import { type Losable, notCarried } from './out/not-carried.ts';
import { isOtherMargin } from './out/other-margin.ts';
import type { WriteCounts } from './out/writer.ts';
import { type Packing, packingFacts, type PackingFacts } from './packing.ts';
import { type RecipeFacts, recipeFacts } from './recipe-facts.ts';

/** A file of an export as the manifest names it; `rows` is null for files that are not data. */
export interface ManifestFile {
  readonly name: string;
  readonly rows: number | null;
  readonly bytes: number;
  readonly sha256: string;
}

/** What froze a version, and what it read. */
export interface FrozenBy {
  /** Of the software, where it was built from a commit. */
  readonly commit: string | null;
  /** The newest migration of the database. */
  readonly schema: string;
  /** The snapshot's own name in the database, as `pg_current_snapshot()` gives it: which transactions are in. */
  readonly snapshot: string;
}

export interface ManifestSource {
  readonly project: { readonly slug: string; readonly name: string };
  readonly dataset: { readonly slug: string; readonly name: string; readonly version: number };
  readonly format: ExportFormat;
  readonly recipe: Recipe;
  /** Judgments up to this moment are in; the database's own text. */
  readonly frozenAt: string;
  readonly comparisons: number;
  /** What could be rows: see `resolveUnits` in domain. */
  readonly units: number;
  readonly kinds: UnitCounts;
  /** Units that became rows of a preference format. */
  readonly resolved: number;
  readonly judgments: number;
  readonly judgmentsCounted: number;
  /** Null in versions frozen before it was counted. */
  readonly judgmentsOfRows: number | null;
  readonly drops: Partial<Record<DropReason, number>>;
  /** Null in versions frozen before there were others than preferences in `train`. */
  readonly rowCounts: RowCounts | null;
  readonly questionVersions: readonly number[];
  readonly guidelinesVersions: readonly number[];
  readonly packing: Packing;
  /** What the format made of the rows; left out where it holds every row of the version as it is. */
  readonly rows?: WriteCounts;
  /** Without the manifest itself. */
  readonly files: readonly ManifestFile[];
  /** Version of the software that wrote it. */
  readonly writtenBy: string;
  /** Left out, or null, in versions frozen before it was told. */
  readonly frozenBy?: FrozenBy | null;
  /** Null in versions frozen before it was looked for. */
  readonly evidence: FreezeEvidence | null;
  readonly detectedLanguages?: DetectedLanguages;
  /** Left out in versions frozen before what has no licence was counted. */
  readonly provenance?: Pick<CardSources, 'sources'> & { readonly unlicensed: number };
  readonly asked: Asked;
}

export interface Manifest extends Partial<Evidence> {
  /** 3: what is behind the rows is told apart, and the guidelines in both languages; 2: with the evidence; 1: of a version frozen before it was looked for. */
  readonly manifest_version: 1 | 2 | 3;
  readonly project: { readonly slug: string; readonly name: string };
  readonly dataset: { readonly slug: string; readonly name: string; readonly version: number };
  readonly format: ExportFormat;
  readonly frozen_at: string;
  /** Choices made since versions have manifests; later ones where they are not the default. */
  readonly recipe: RecipeFacts;
  readonly counts: {
    readonly comparisons: number;
    /** resolved + dropped. With comparisons of two responses only, and no rewrites, as many as comparisons. */
    readonly units: number;
    readonly resolved: number;
    readonly dropped: number;
    readonly judgments: number;
    readonly judgments_counted: number;
    /** Of those the ones behind rows (3). */
    readonly judgments_of_rows?: number;
  };
  /** Units and the rows among them by what they come from, every kind of the closed list, 0 included. */
  readonly kinds: Readonly<Record<UnitKind, { readonly units: number; readonly rows: number }>>;
  /** The first eleven reasons, 0 included, and those of the others that there are. */
  readonly drop_reasons: Readonly<Partial<Record<DropReason, number>>>;
  /** Rows of the version by split and kind; left out where all are preferences in `train`. */
  readonly rows?: RowCounts;
  /** Of formats that do not hold every row: read = written + refused, in so many lines. */
  readonly format_rows?: {
    readonly read: number;
    readonly written: number;
    readonly lines: number;
    readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
  };
  /** What the version knows of its rows and the format has no place for; left out where there is nothing of it. */
  readonly not_carried?: readonly Losable[];
  /** Prompts of the version's rows by the language that an import detected in them, most first; left out where there are none. */
  readonly detected_languages?: DetectedLanguages;
  /** Comparisons by the source that their prompt or its batch names (null: none), with the licences stated of them. */
  readonly sources?: CardSources['sources'];
  /** Comparisons of which no licence is stated. Both are left out in versions frozen before it was counted. */
  readonly without_licence?: number;
  readonly question_versions: readonly number[];
  readonly guidelines_versions: readonly number[];
  /** Left out of plain JSON lines in one file per split. */
  readonly packing?: PackingFacts;
  readonly files: readonly ManifestFile[];
  readonly written_by: string;
  /** Left out in versions frozen before it was told. */
  readonly frozen_by?: FrozenBy;
}

/**
 * The manifest of an export. It holds no moment of writing, so the same version gives the same bytes.
 * Throws when units are not resolved + dropped, in all and by kind: nothing may vanish between the numbers.
 */
export function buildManifest(source: ManifestSource): Manifest {
  // What came later is left out where it is nothing: versions frozen before keep their bytes.
  const drops: Partial<Record<DropReason, number>> = Object.fromEntries(
    dropReasons
      .map((reason, place) => [reason, source.drops[reason] ?? (place < firstReasons ? 0 : null)] as const)
      .filter(([, count]) => count !== null),
  );
  const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
  if (source.resolved + dropped !== source.units) {
    throw new RangeError(`${source.units} units are not ${source.resolved} rows and ${dropped} dropped`);
  }
  const kinds = kindsOf(source);
  const lost = notCarried(source.format, isOtherMargin(source.recipe));
  return {
    manifest_version: source.evidence === null ? 1 : source.judgmentsOfRows === null ? 2 : 3,
    project: { slug: source.project.slug, name: source.project.name },
    dataset: { slug: source.dataset.slug, name: source.dataset.name, version: source.dataset.version },
    format: source.format,
    frozen_at: source.frozenAt,
    recipe: recipeFacts(source.recipe),
    counts: {
      comparisons: source.comparisons,
      units: source.units,
      resolved: source.resolved,
      dropped,
      judgments: source.judgments,
      judgments_counted: source.judgmentsCounted,
      ...(source.judgmentsOfRows === null ? {} : { judgments_of_rows: source.judgmentsOfRows }),
    },
    kinds,
    drop_reasons: drops,
    ...(isPlain(source.rowCounts) ? {} : { rows: source.rowCounts ?? {} }),
    ...(source.rows === undefined ? {} : { format_rows: rowsOf(source.rows) }),
    ...(source.evidence === null || lost.length === 0 ? {} : { not_carried: lost }),
    ...(source.detectedLanguages === undefined || source.detectedLanguages.length === 0
      ? {}
      : { detected_languages: source.detectedLanguages }),
    ...provenancePart(source.provenance),
    question_versions: source.questionVersions.toSorted((a, b) => a - b),
    guidelines_versions: source.guidelinesVersions.toSorted((a, b) => a - b),
    ...(source.evidence === null ? {} : evidencePart(source.evidence, source.asked)),
    ...packingPart(source.packing),
    files: source.files.map(({ name, rows, bytes, sha256 }) => ({ name, rows, bytes, sha256 })),
    written_by: source.writtenBy,
    ...(source.frozenBy == null ? {} : { frozen_by: source.frozenBy }),
  };
}

function provenancePart(given: ManifestSource['provenance']): Pick<Manifest, 'sources' | 'without_licence'> {
  if (given === undefined) return {};
  const sources = given.sources.map(({ name, comparisons, licences }) => ({ name, comparisons, licences }));
  return { sources, without_licence: given.unlicensed };
}

function packingPart(packing: Packing): Pick<Manifest, 'packing'> {
  const facts = packingFacts(packing);
  return facts === undefined ? {} : { packing: facts };
}

function rowsOf({ rows, written, lines, refused }: WriteCounts): NonNullable<Manifest['format_rows']> {
  const sum = Object.values(refused).reduce((total, count) => total + count, 0);
  if (written + sum !== rows)
    throw new RangeError(`${rows} rows are not ${written} written and ${sum} refused`);
  const reasons = refusalReason.options.flatMap((reason) =>
    refused[reason] === undefined ? [] : [[reason, refused[reason]]],
  );
  return { read: rows, written, lines, refused: Object.fromEntries(reasons) as WriteCounts['refused'] };
}

const firstReasons = 11;
function isPlain(rows: RowCounts | null): boolean {
  if (rows === null) return true;
  return Object.entries(rows).every(
    ([split, kinds]) => split === 'train' && Object.keys(kinds).every((kind) => kind === 'preference'),
  );
}

function kindsOf(source: ManifestSource): Manifest['kinds'] {
  const kinds = Object.fromEntries(
    unitKind.options.map((kind) => [
      kind,
      { units: source.kinds[kind]?.units ?? 0, rows: source.kinds[kind]?.rows ?? 0 },
    ]),
  ) as Manifest['kinds'];
  const sum = (of: 'units' | 'rows') => Object.values(kinds).reduce((total, counts) => total + counts[of], 0);
  if (sum('units') !== source.units || sum('rows') !== source.resolved)
    throw new RangeError(`the kinds have ${sum('units')} units and ${sum('rows')} rows`);
  return kinds;
}

/** The text of `manifest.json`: two spaces of indent, final newline. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
