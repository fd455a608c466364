import type { ExportFormat, Recipe } from '@pairwright/contract/datasets';
import type { TextTemplate } from '@pairwright/contract/export-formats';
import { PermanentFailure } from '@pairwright/queue/registry-types';
import { plainOptions, type RecordFormat, type WriteOptions } from '@pairwright/formats/out/format';
import { toLabels } from '@pairwright/formats/out/labels';
import { type RecordFormatName, recordFormats } from '@pairwright/formats/out/registry';
import { RecordWriter, type WriteCounts } from '@pairwright/formats/out/writer';
import { comparisonRecords } from './comparison-records.ts';
import { columnsOf, copyLines, copySql, type DatabaseFormat } from './export-lines.sql.ts';
import { LineJoiner, type Lines, LINES_BYTES } from './join-messages.ts';
import { needsJudgments, recordsOf } from './record-source.sql.ts';
import { wishOf } from './record-parts.ts';
import type { StoredComparison } from './stored-comparison.ts';

export interface LineRequest {
  readonly versionId: string;
  readonly format: ExportFormat;
  readonly recipe: Recipe;
  /** How turns become one text; null: the usual way. */
  readonly template: TextTemplate | null;
  readonly projectSlug: string;
  /** The part of the version; null: all of it. */
  readonly split: string | null;
  /** The version stores ties, labels, steps and ratings as rows; else they are made from its judgments. */
  readonly hasAllKinds: boolean;
}

/** Where the text of a data file comes from: a COPY, and what makes the file's bytes of its output. */
export interface LineSource {
  readonly sql: string;
  /** The lines come in the order of a key of the version, so that nothing has to be sorted. */
  readonly isInKeyOrder: boolean;
  /** Takes the next bytes of the COPY, which may change afterwards; says whether enough waits to be taken. */
  push(chunk: Buffer): boolean;
  /** Bytes of the file, which change with the next push, and how many lines begin in them. */
  take(): Lines;
  /** To be called once at the end, when all is taken: the last bytes. */
  finish(): Lines;
  /** What became of the rows; null: every row of the version is a line. */
  readonly counts: WriteCounts | null;
}

/** Whether the database makes the lines by itself. */
export function isWrittenByDatabase(format: ExportFormat): format is DatabaseFormat {
  return format === 'votes' || format === 'trl-implicit' || format === 'trl-explicit';
}

export function openLines(request: LineRequest): LineSource {
  const { format, recipe, projectSlug, split, versionId } = request;
  if (!isWrittenByDatabase(format)) return new RecordLines({ ...request, format });
  const joiner = new LineJoiner();
  return {
    sql: copyLines({
      ...columnsOf(recipe),
      versionId,
      format,
      split: format === 'votes' ? null : split,
      projectSlug,
    }),
    isInKeyOrder: true,
    push(chunk) {
      joiner.push(chunk);
      return joiner.waiting >= LINES_BYTES;
    },
    take: () => joiner.take(),
    finish: () => {
      joiner.finish();
      return { bytes: Buffer.alloc(0), count: 0 };
    },
    counts: null,
  };
}

/** The text of the file of some comparisons, whose end is left out unless these are all, and what became of their rows. */
export function textOfComparisons(
  { format: name, recipe }: { format: Exclude<ExportFormat, DatabaseFormat>; recipe: Recipe },
  { comparisons, isAll }: { comparisons: readonly StoredComparison[]; isAll: boolean },
): { text: string; counts: WriteCounts } {
  const format = recordFormats[name];
  const writer = new RecordWriter(format, optionsOf(format, { recipe, template: null }));
  const text = comparisons
    .flatMap((one) => comparisonRecords(one, wishOf(format, { recipe, hasAllKinds: true })))
    .map((made) => {
      if ('record' in made) return writer.add(made.record);
      writer.refuse(made.refused);
      return '';
    })
    .join('');
  const end = writer.end();
  const { counts } = writer;
  if (!isAll) return { text, counts };
  return { text: counts.lines === 0 ? '' : text + end, counts };
}

/** The lines of a comparison, each with the id of the record that it tells of. */
export function linesOfComparison(
  name: RecordFormatName,
  { recipe, template, hasAllKinds }: Pick<LineRequest, 'recipe' | 'template' | 'hasAllKinds'>,
  comparison: StoredComparison,
): { id: string; line: string }[] {
  const format = recordFormats[name];
  const splits = [...new Set(comparison.rows.map(({ split }) => split))];
  // Rows of one comparison may be in several parts, and what is made of them all is made of those of one part.
  const parts = splits.map((split, place) => ({
    ...comparison,
    rows: comparison.rows.filter((row) => row.split === split),
    ratedElsewhere: place > 0,
  }));
  return (parts.length === 0 ? [comparison] : parts)
    .map((part) => comparisonRecords(part, wishOf(format, { recipe, hasAllKinds })))
    .map((made) => made.flatMap((one) => ('record' in one ? [one.record] : [])))
    .flatMap((records) =>
      format.fromLabels === true ? toLabels(records) : records.map((record) => ({ record })),
    )
    .flatMap((made) => {
      if ('refused' in made) return [];
      const written = format.write(made.record, optionsOf(format, { recipe, template }));
      return 'lines' in written ? written.lines.map((line) => ({ id: made.record.id, line })) : [];
    });
}

function optionsOf(
  format: RecordFormat,
  { recipe, template }: Pick<LineRequest, 'recipe' | 'template'>,
): WriteOptions {
  const { includeWeight } = columnsOf(recipe);
  return {
    ...plainOptions,
    template,
    margin: format.margin && recipe.includeMargin,
    weight: format.beside && includeWeight,
  };
}

/** The lines of the formats that the database does not write. Memory: one comparison and one chunk. */
class RecordLines implements LineSource {
  readonly sql: string;
  readonly isInKeyOrder: boolean;
  readonly #wish;
  readonly #writer: RecordWriter;
  readonly #joiner = new LineJoiner();
  /** Lines made and not taken: their texts, characters and how many were taken before. */
  readonly #texts: string[] = [];
  #waiting = 0;
  #taken = 0;

  constructor(request: LineRequest & { readonly format: Exclude<ExportFormat, DatabaseFormat> }) {
    const format = recordFormats[request.format];
    const { versionId, recipe, split, hasAllKinds } = request;
    const { criterion, shuffleSeed } = recipe;
    this.sql = copySql(
      recordsOf(format, { versionId, split, criterion, shuffleSeed, isMasked: columnsOf(recipe).isMasked }),
    );
    this.isInKeyOrder = !needsJudgments(format);
    this.#wish = wishOf(format, { recipe, hasAllKinds });
    this.#writer = new RecordWriter(format, optionsOf(format, request));
  }

  get counts(): WriteCounts {
    return this.#writer.counts;
  }

  push(chunk: Buffer): boolean {
    this.#joiner.push(chunk);
    const text = this.#joiner
      .take()
      .bytes.toString('utf8')
      .split('\n')
      .map((line) => (line === '' ? '' : this.#linesOf(JSON.parse(line) as StoredComparison)))
      .join('');
    if (text !== '') this.#texts.push(text);
    this.#waiting += text.length;
    return this.#waiting >= LINES_BYTES;
  }

  take(): Lines {
    return this.#linesIn(this.#texts.splice(0).join(''));
  }

  #linesIn(text: string): Lines {
    const count = this.#writer.counts.lines - this.#taken;
    this.#taken += count;
    this.#waiting = 0;
    return { bytes: Buffer.from(text, 'utf8'), count };
  }

  #linesOf(comparison: StoredComparison): string {
    return comparisonRecords(comparison, this.#wish)
      .map((made) => {
        if ('record' in made) return this.#writer.add(made.record);
        this.#writer.refuse(made.refused);
        return '';
      })
      .join('');
  }

  finish(): Lines {
    this.#joiner.finish();
    const text = this.#writer.end();
    // No loader takes an empty file: there is none then.
    return this.#linesIn(this.#writer.counts.lines === 0 ? '' : text);
  }
}

/** Says why an export would have no file at all. */
export function nothingHeld({ rows, refused }: WriteCounts): PermanentFailure {
  if (rows === 0) return new PermanentFailure('The version has no row of a kind that this format holds.');
  const reasons = Object.entries(refused).map(([reason, n]) => `${reason} ${n}`);
  return new PermanentFailure(`The format holds none of the ${rows} rows: ${reasons.join(', ')}.`);
}
