import { useState } from 'react';
import type { CSSProperties, KeyboardEvent } from 'react';
import { Link } from 'wouter';
import { classNames } from '../../../ui/class-names.ts';
import styles from './heat-grid.module.css';

export interface HeatCell {
  text: string;
  /** All that the cell says, with the names of its row and column. */
  label: string;
  /** How strong its colour is, 0..1. */
  strength: number;
  /** Too little stands behind it. */
  hatched?: boolean;
  /** Where it leads. */
  href?: string;
}

interface Props {
  label: string;
  rows: readonly string[];
  /** What stands above the columns, and what it means. */
  columns: readonly { text: string; name: string }[];
  /** Null: nothing to say there. */
  cell: (row: number, column: number) => HeatCell | null;
}

const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Numbers in a grid, darker for more, in one hue. Arrow keys move in it, Enter follows a cell. */
export function HeatGrid({ label, rows, columns, cell }: Props) {
  const [[atRow, atColumn], setAt] = useState<readonly [number, number]>([0, 0]);
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(rows.length - 1, atRow + step[0]));
    const column = Math.max(0, Math.min(columns.length - 1, atColumn + step[1]));
    setAt([row, column]);
    event.currentTarget.querySelector<HTMLElement>(`[data-at="${row}/${column}"]`)?.focus();
  };
  return (
    <div className={styles['scroll']}>
      <table className={styles['grid']} role="grid" aria-label={label} onKeyDown={keys}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{label}</span>
            </th>
            {columns.map(({ text, name }) => (
              <th key={name} scope="col" aria-label={name} title={name}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((name, row) => (
            <tr key={name}>
              <th scope="row">
                <bdi dir="auto">{name}</bdi>
              </th>
              {columns.map((column, place) => (
                <Cell
                  key={column.name}
                  at={`${row}/${place}`}
                  isCurrent={row === atRow && place === atColumn}
                  cell={cell(row, place)}
                  onFocus={() => setAt([row, place])}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  at: string;
  /** The one that Tab reaches. */
  isCurrent: boolean;
  cell: HeatCell | null;
  onFocus: () => void;
}

function Cell({ at, isCurrent, cell, onFocus }: CellProps) {
  const focus = { 'data-at': at, tabIndex: isCurrent ? 0 : -1, onFocus };
  const className = classNames(styles['cell'], cell?.hatched === true && styles['hatched']);
  const style = { '--strength': `${Math.round(40 * (cell?.strength ?? 0))}%` } as CSSProperties;
  if (cell?.href === undefined)
    return (
      <td className={className} style={style} aria-label={cell?.label} {...focus}>
        {cell?.text}
      </td>
    );
  return (
    <td className={className} style={style}>
      <Link href={cell.href} aria-label={cell.label} title={cell.label} {...focus}>
        {cell.text}
      </Link>
    </td>
  );
}
