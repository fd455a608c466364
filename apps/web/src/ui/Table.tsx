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
}

export interface TableProps<Row> {
  /** Says what the table holds; shown above it unless hidden. */
  caption: string;
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  compact?: boolean;
}

/** A plain table that scrolls sideways inside itself, never the page. */
export function Table<Row>({ caption, hideCaption, columns, rows, rowKey, compact }: TableProps<Row>) {
  return (
    // A region that can scroll must be reachable by keyboard.
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={caption}>
      <table className={classNames(styles['table'], compact && styles['compact'])}>
        <caption className={hideCaption === true ? 'visually-hidden' : styles['caption']}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.align === 'end' ? styles['end'] : undefined}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>{columns.map((column) => tableCell(column, row))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function tableCell<Row>(column: Column<Row>, row: Row) {
  const className = column.align === 'end' ? styles['end'] : undefined;
  if (column.rowHeader === true) {
    return (
      <th key={column.key} scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td key={column.key} className={className}>
      {column.cell(row)}
    </td>
  );
}
