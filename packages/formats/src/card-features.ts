import type { ExportFormat } from '@pairwright/contract/datasets';
import type { ExportContainer } from '@pairwright/domain/export-containers';
import { guardColumn } from '@pairwright/domain/spreadsheet-guard';
import type { Column as RecordColumn, ColumnType } from './out/columns.ts';
import { plainOptions } from './out/format.ts';
import { recordFormats } from './out/registry.ts';

/**
 * The columns of a format with the types of the `datasets` library: nulls and empty lists at the start of a file then do
 * no harm.
 */
export type Column =
  | { readonly name: string; readonly dtype: string }
  | { readonly name: string; readonly list: readonly Column[] | string }
  | { readonly name: string; readonly struct: readonly Column[] }
  | { readonly name: string; readonly sequence: string }
  /** A list of lists. */
  | { readonly name: string; readonly lists: string };

const text = (name: string): Column => ({ name, dtype: 'string' });
const whole = (name: string): Column => ({ name, dtype: 'int64' });
const float = (name: string): Column => ({ name, dtype: 'float64' });

const plainMessage: readonly Column[] = [text('role'), text('content')];
// `json` needs datasets 4.7 or newer; it is asked for only where messages really carry tool calls or images.
const toolMessage: readonly Column[] = [
  ...plainMessage,
  text('name'),
  { name: 'tool_calls', list: 'json' },
  text('tool_call_id'),
  { name: 'images', list: 'json' },
];

/** Images are named by their sum; the bytes are not in the file. */
const images: Column = {
  name: 'images',
  list: [text('sha256'), text('type'), whole('width'), whole('height'), text('alt')],
};

const detailColumns: readonly Column[] = [
  { name: 'criteria', list: [text('key'), text('outcome'), whole('position'), float('strength')] },
  { name: 'ratings', list: [text('key'), whole('response'), whole('value')] },
  { name: 'flags', list: [text('key'), whole('response'), whole('severity')] },
  { name: 'safe', sequence: 'bool' },
  { name: 'reasons', sequence: 'string' },
  {
    name: 'spans',
    list: [
      whole('response'),
      whole('message'),
      whole('start'),
      whole('end'),
      text('quote'),
      text('label'),
      text('note'),
    ],
  },
  { name: 'rewrite', struct: [text('response_id'), whole('parent'), text('content')] },
  { name: 'steps', list: [whole('start'), whole('end'), text('label')] },
];

const voteColumns = (message: readonly Column[]): readonly Column[] => [
  text('judgment_id'),
  text('comparison_id'),
  text('project'),
  text('prompt_id'),
  text('prompt_external_id'),
  text('language'),
  { name: 'language_detected', dtype: 'bool' },
  { name: 'prompt', list: message },
  { name: 'responses', list: [text('id'), text('model'), { name: 'messages', list: message }] },
  whole('judge_turn'),
  text('annotator'),
  text('annotator_kind'),
  { name: 'presented_order', sequence: 'int64' },
  float('sampling_probability'),
  text('kind'),
  text('outcome'),
  whole('position'),
  whole('points'),
  float('strength'),
  { name: 'ranking', sequence: 'int64' },
  ...detailColumns,
  { name: 'flags_answered', dtype: 'bool' },
  text('rationale'),
  whole('question_version'),
  whole('guidelines_version'),
  whole('active_ms'),
  text('view'),
  text('created_at'),
  text('supersedes'),
  { name: 'counted', dtype: 'bool' },
  text('not_counted_because'),
];

/** What decides the columns. */
export interface ColumnChoice {
  readonly format: ExportFormat;
  readonly withMargin: boolean;
  readonly withWeight: boolean;
  /** No message has a name, tool calls or null content. */
  readonly plainMessages: boolean;
  /** Some message has images. */
  readonly withImages: boolean;
}

/** The columns of a format in the order of its keys. */
export function columnsOf(choice: ColumnChoice): readonly Column[] {
  const { format, withMargin, withWeight, plainMessages, withImages } = choice;
  const plain = plainMessages ? plainMessage : toolMessage;
  const message = withImages ? [...plain.filter(({ name }) => name !== 'images'), images] : plain;
  if (format === 'votes') return voteColumns(message);
  if (format !== 'trl-implicit' && format !== 'trl-explicit')
    return recordFormats[format]
      .columns({ ...plainOptions, margin: withMargin, weight: withWeight })
      .map(featureOf);
  const columns = format === 'trl-implicit' ? ['chosen', 'rejected'] : ['prompt', 'chosen', 'rejected'];
  return [
    text('id'),
    text('comparison_id'),
    text('source'),
    ...columns.map((name): Column => ({ name, list: message })),
    ...(withMargin ? [float('margin')] : []),
    ...(withWeight ? [float('weight')] : []),
  ];
}

const dtypes = { string: 'string', double: 'float64', bool: 'bool', int64: 'int64' } as const;

/** A column in the words of the `datasets` library. */
function featureOf({ name, type }: RecordColumn): Column {
  if (typeof type === 'string') return { name, dtype: dtypes[type] };
  if ('struct' in type) return { name, struct: type.struct.map(featureOf) };
  return listOf(name, type.list);
}

function listOf(name: string, item: ColumnType): Column {
  if (typeof item === 'string') return { name, sequence: dtypes[item] };
  if ('struct' in item) return { name, list: item.struct.map(featureOf) };
  if (typeof item.list !== 'string') throw new RangeError(`${name}: no format has deeper lists`);
  return { name, lists: dtypes[item.list] };
}

function yamlLines(features: readonly Column[], indent: string): string[] {
  return features.flatMap((feature) => {
    const head = `${indent}- name: ${feature.name}`;
    if ('dtype' in feature) return [head, `${indent}  dtype: ${feature.dtype}`];
    if ('lists' in feature) return [head, `${indent}  sequence:`, `${indent}    sequence: ${feature.lists}`];
    if ('sequence' in feature) return [head, `${indent}  sequence: ${feature.sequence}`];
    if ('struct' in feature) return [head, `${indent}  struct:`, ...yamlLines(feature.struct, `${indent}  `)];
    if (typeof feature.list === 'string') return [head, `${indent}  list: ${feature.list}`];
    return [head, `${indent}  list:`, ...yamlLines(feature.list, `${indent}  `)];
  });
}

/**
 * A column as a container holds it: CSV has everything that is not one plain value as text. So has Parquet JSON, but told that it
 * is JSON, readers make values of it again.
 */
function heldColumn(column: Column, container: ExportContainer): Column {
  const isTable = container === 'csv' || container === 'spreadsheet';
  return isTable && !('dtype' in column) ? text(column.name) : column;
}

export type HeldChoice = ColumnChoice & { readonly container: ExportContainer };

/**
 * Settings of the reader, in the card's `configs`. In a CSV of plain values no text is a null, and pandas would take an empty answer
 * or one such as "None" or "NA" for none; of its numbers an empty cell is one. Elsewhere an empty cell may be a null.
 */
export function readerYaml(choice: HeldChoice): string[] {
  const columns = columnsOf(choice).flatMap((column) => ('dtype' in column ? [column] : []));
  if (choice.container !== 'csv' || columns.length < columnsOf(choice).length) return [];
  const numbers = columns.filter(({ dtype }) => dtype !== 'string');
  return [
    '  keep_default_na: false',
    ...(numbers.length === 0 ? [] : ['  na_values:']),
    ...numbers.flatMap(({ name }) => [`    ${name}:`, '    - ""']),
  ];
}

/** The `dataset_info` block of the card's front matter. */
export function featuresYaml(choice: HeldChoice): string {
  const held = columnsOf(choice).map((column) => heldColumn(column, choice.container));
  const columns = choice.container === 'spreadsheet' ? [...held, whole(guardColumn)] : held;
  return ['dataset_info:', '  features:', ...yamlLines(columns, '  ')].join('\n');
}
