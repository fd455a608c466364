import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './table.module.css';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end of their cell. */
  align?: 'start' | 'end';
  /** This cell names its row. */
  rowHeader?: boolean;
  /** Holds the row's buttons: needs no label where rows are cards. */
  actions?: boolean;
}

export interface TableProps<Row> {
  /** Says what the table holds; shown above it unless hidden. */
  caption: string;
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  compact?: boolean;
  /** Where there is little room, rows become cards, so that their buttons and texts are in sight. */
  cards?: boolean;
}

/** Said again where styles make blocks of a table, which takes its parts their meaning away in some browsers. */
const roles = {
  table: 'table',
  group: 'rowgroup',
  row: 'row',
  columnHeader: 'columnheader',
  rowHeader: 'rowheader',
  cell: 'cell',
} as const;
type Roles = Partial<typeof roles>;

/** A plain table that scrolls sideways inside itself, never the page. */
export function Table<Row>({ caption, hideCaption, columns, rows, rowKey, compact, cards }: TableProps<Row>) {
  const said: Roles = cards === true ? roles : {};
  return (
    // A region that can scroll must be reachable by keyboard.
    <div
      className={classNames(styles['scroll'], cards && styles['cards'])}
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table role={said.table} className={classNames(styles['table'], compact && styles['compact'])}>
        <caption className={hideCaption === true ? 'visually-hidden' : styles['caption']}>{caption}</caption>
        <thead role={said.group}>
          <tr role={said.row}>
            {columns.map((column) => (
              <th
                key={column.key}
                role={said.columnHeader}
                scope="col"
                className={column.align === 'end' ? styles['end'] : undefined}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role={said.group}>
          {rows.map((row) => (
            <tr key={rowKey(row)} role={said.row}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} said={said} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, row, said }: { column: Column<Row>; row: Row; said: Roles }) {
  const className = classNames(
    column.align === 'end' && styles['end'],
    column.actions === true && styles['actions'],
  );
  if (column.rowHeader === true) {
    return (
      // A number alone does not say of what.
      <th
        role={said.rowHeader}
        scope="row"
        className={className}
        data-label={column.align === 'end' ? column.header : undefined}
      >
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td role={said.cell} className={className} data-label={column.header}>
      {column.cell(row)}
    </td>
  );
}
