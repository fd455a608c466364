import type { ExportFormat } from '@pairwright/contract/datasets';
import type { RefusalReason } from '@pairwright/contract/export-formats';
import { checkRecord } from './check-record.ts';
import { type Column, texts } from './columns.ts';
import { json, type Part } from './json.ts';
import type { ExportRecord, RecordKind, RecordOf } from './record.ts';
import { Refused, refuseIf } from './refused.ts';
import type { TemplateName } from './templates.ts';

/** What the files of an export have in common. */
export interface WriteOptions {
  /** A column `margin`, in all rows or in none. A format that has no place for it leaves it out. */
  readonly margin: boolean;
  /** A column `weight`, in all rows or in none, where the format allows columns of ours. */
  readonly weight: boolean;
  /** How turns become one text in formats of texts; null: the first of the format's templates. */
  readonly template: TemplateName | null;
}

export const plainOptions: WriteOptions = { margin: false, weight: false, template: null };

/** A file of records, as the loaders of the trainer look for it. */
export interface DataFile {
  readonly name: string;
  readonly split: string;
}

export type Trainer = 'trl' | 'llamafactory' | 'swift' | 'axolotl' | 'nemo' | 'others' | 'analysis';

interface Spec<Kind extends RecordKind> {
  readonly name: ExportFormat;
  /** Under which it is listed. */
  readonly trainer: Trainer;
  readonly kinds: readonly Kind[];
  /** Pairs are taken apart into one good and one bad response first; see `toLabels`. */
  readonly fromLabels?: true;
  /** It tells of single judgments: records must come with their `opinions`. */
  readonly opinions?: true;
  /** It tells what people wrote as the reasons of their judgments. */
  readonly rationales?: true;
  /** Columns of ours (`id`, `comparison_id`, `source`, `weight`) may stand beside its own: its readers pass over them. */
  readonly beside: boolean;
  /** It has a place for the margin. */
  readonly margin: boolean;
  /** Empty: it writes messages or single turns as they are. */
  readonly templates: readonly TemplateName[];
  /** One JSON value on each line, or one JSON list with a value on each line. */
  readonly shape: 'lines' | 'list';
  readonly columns: readonly Column[];
  /** The name of the file of a split; `<split>.jsonl` unless told. */
  readonly fileName?: (split: string) => string;
  /** Files that its loader needs beside the data. */
  readonly companions?: (
    dataset: string,
    files: readonly DataFile[],
  ) => readonly { readonly name: string; readonly text: string }[];
  /** The rows of a record, each as its parts. Throws `Refused`. */
  readonly rows: (record: RecordOf<Kind>, template: TemplateName) => readonly Part[][];
}

export type Written = { readonly lines: readonly string[] } | { readonly refused: RefusalReason };

/** A shape in which records can be written. */
export interface RecordFormat extends Omit<Spec<RecordKind>, 'rows' | 'fileName' | 'columns'> {
  /** The records it is to be given: its own kinds, or what labels are made from. */
  readonly reads: readonly RecordKind[];
  readonly fileName: (split: string) => string;
  readonly columns: (options: WriteOptions) => readonly Column[];
  /** The lines of a record without their newlines, or why the format cannot hold it. */
  readonly write: (record: ExportRecord, options: WriteOptions) => Written;
}

/** A format from what is its own: what all have in common is checked and added here. */
export function defineFormat<Kind extends RecordKind>(spec: Spec<Kind>): RecordFormat {
  const { rows, ...rest } = spec;
  return {
    ...rest,
    reads: spec.fromLabels === true ? ['preference', 'both_bad', 'label'] : spec.kinds,
    fileName: spec.fileName ?? ((split) => `${split}.jsonl`),
    columns: (options) => [
      ...(spec.beside ? texts('id', 'comparison_id', 'source') : []),
      ...spec.columns,
      ...(spec.margin && options.margin ? [{ name: 'margin', type: 'double' } as const] : []),
      ...(spec.beside && options.weight ? [{ name: 'weight', type: 'double' } as const] : []),
    ],
    write: (record, options) => {
      try {
        refuseIf(!isOneOf(spec.kinds, record), kindRefused(record.kind));
        checkRecord(record);
        const made = rows(record as RecordOf<Kind>, templateOf(spec, options));
        return { lines: made.map((parts) => json.object(around(spec, record, { parts, options }))) };
      } catch (error) {
        if (error instanceof Refused) return { refused: error.reason };
        throw error;
      }
    },
  };
}

function isOneOf(kinds: readonly RecordKind[], { kind }: ExportRecord): boolean {
  return kinds.includes(kind);
}

function kindRefused(kind: RecordKind): RefusalReason {
  return kind === 'tie' || kind === 'both_bad' ? kind : 'other_kind';
}

function templateOf(spec: Pick<Spec<RecordKind>, 'name' | 'templates'>, options: WriteOptions): TemplateName {
  const template = options.template ?? spec.templates[0] ?? 'plain';
  if (options.template !== null && !spec.templates.includes(options.template))
    throw new RangeError(`${spec.name} has no template ${options.template}`);
  return template;
}

/** The parts of a row with what stands before and behind them in every format. */
function around(
  spec: Pick<Spec<RecordKind>, 'beside' | 'margin'>,
  record: ExportRecord,
  { parts, options }: { readonly parts: readonly Part[]; readonly options: WriteOptions },
): Part[] {
  const hasWeights = spec.beside && options.weight;
  refuseIf(!hasWeights && record.weight !== 1, 'weight');
  const margin = spec.margin && options.margin ? marginOf(record) : null;
  return [
    ...(spec.beside
      ? ([
          ['id', json.text(record.id)],
          ['comparison_id', json.text(record.comparisonId)],
          ['source', json.text(record.source)],
        ] as const)
      : []),
    ...parts,
    ...(margin === null ? [] : ([['margin', json.float(margin)]] as const)),
    ...(hasWeights ? ([['weight', json.float(record.weight)]] as const) : []),
  ];
}

function marginOf(record: ExportRecord): number {
  if (record.kind !== 'preference' || record.margin === null) throw new Refused('no_margin');
  return record.margin;
}
