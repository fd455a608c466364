import type { ExportFormat } from '@pairwright/contract/datasets';
import { type Column, type ColumnType } from './columns.ts';
import type { RecordFormat } from './format.ts';
import { recordFormats } from './registry.ts';

/**
 * What a version knows of its rows and a format may have no place for. `ids`: by which a row is found again;
 * `judgments`: what single people said; `models`: the names of who answered.
 */
export const losable = ['ids', 'margin', 'weight', 'judgments', 'models', 'language'] as const;
export type Losable = (typeof losable)[number];

/**
 * What the rows of a format do not say, in the order of `losable`; empty where they say all of it. `isOther`: the margins are no
 * strengths, see `isOtherMargin`.
 */
export function notCarried(name: ExportFormat, isOther = false): readonly Losable[] {
  if (name === 'votes') return [];
  const format = recordFormats[name];
  return losable.filter((what) => !carries[what](format, isOther));
}

const carries: Readonly<Record<Losable, (format: RecordFormat, isOther: boolean) => boolean>> = {
  ids: (format) => format.beside || hasColumn(format, /^id$/),
  margin: (format, isOther) => format.margin || (!isOther && hasColumn(format, /^overall_preference$/)),
  weight: ({ beside }) => beside,
  judgments: ({ opinions }) => opinions === true,
  models: (format) => hasColumn(format, /model/),
  language: (format) => hasColumn(format, /^language$/),
};

function hasColumn(format: RecordFormat, name: RegExp): boolean {
  const inside = (columns: readonly Column[]): boolean =>
    columns.some((column) => name.test(column.name) || inside(within(column.type)));
  return inside(format.columns({ margin: false, weight: false, template: null }));
}

function within(type: ColumnType): readonly Column[] {
  if (typeof type === 'string') return [];
  return 'struct' in type ? type.struct : within(type.list);
}
