import styles from './statistics.module.css';
import { ticksOf } from './ticks.ts';

export interface DotRow {
  key: string;
  label: string;
  at: number;
  /** Ends of the interval. */
  from: number;
  to: number;
}

interface Props {
  /** Says in a sentence what is drawn. */
  label: string;
  rows: readonly DotRow[];
  format: (value: number) => string;
}

const rowHeight = 28;
const axisHeight = 20;

/** A dot with its interval for each row, all on one scale. Places are in percent, so that text keeps its size. */
export function DotPlot({ label, rows, format }: Props) {
  const ticks = ticksOf(Math.min(...rows.map(({ from }) => from)), Math.max(...rows.map(({ to }) => to)));
  const [start, end] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (value: number): string => `${((value - start) / Math.max(1e-9, end - start)) * 100}%`;
  const bottom = rows.length * rowHeight;
  return (
    <figure className={styles['dots']} role="img" aria-label={label}>
      <div className={styles['dotNames']} aria-hidden="true">
        {rows.map((row) => (
          <bdi key={row.key} title={row.label}>
            {row.label}
          </bdi>
        ))}
      </div>
      <svg className={styles['plot']} height={bottom + axisHeight} aria-hidden="true">
        {ticks.map((tick, index) => (
          <g key={tick}>
            <line className={styles['grid']} x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} />
            {/* Every second one has room on a phone. */}
            <text
              className={index % 2 === 0 ? styles['tick'] : styles['minorTick']}
              x={x(tick)}
              y={bottom + 16}
              textAnchor="middle"
            >
              {format(tick)}
            </text>
          </g>
        ))}
        {rows.map((row, index) => {
          const y = index * rowHeight + rowHeight / 2;
          return (
            <g key={row.key}>
              <title>{`${row.label}: ${format(row.at)} (${format(row.from)}–${format(row.to)})`}</title>
              <line className={styles['whisker']} x1={x(row.from)} x2={x(row.to)} y1={y} y2={y} />
              <circle className={styles['dot']} cx={x(row.at)} cy={y} r={5} />
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
