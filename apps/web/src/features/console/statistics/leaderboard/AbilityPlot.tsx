import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import styles from '../statistics.module.css';
import { ticksOf } from '../ticks.ts';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { rankOf, ratingOf } from './standing.ts';

const rowHeight = 28;
const [nameWidth, width, right] = [190, 720, 16];

/** Each model's rating as a dot with its 95 % interval, best on top. */
export function AbilityPlot({ board }: { board: Leaderboard }) {
  const t = useT();
  const formats = useFormats();
  const rows = board.models.flatMap(({ ability, low, high, ...rest }) =>
    ability === null || low === null || high === null
      ? []
      : [{ ...rest, at: ratingOf(ability), from: ratingOf(low), to: ratingOf(high) }],
  );
  const least = Math.min(...rows.map(({ from }) => from));
  const most = Math.max(...rows.map(({ to }) => to));
  const ticks = ticksOf(least, most);
  const [start, end] = [Math.min(least, ticks[0] ?? least), Math.max(most, ticks.at(-1) ?? most)];
  const x = (value: number): number =>
    nameWidth + ((value - start) / Math.max(1e-9, end - start)) * (width - nameWidth - right);
  const height = rows.length * rowHeight + 24;
  const round = (value: number): string => formats.number(Math.round(value));
  return (
    <svg
      className={styles['plot']}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('console-leaderboard.plot', {
        models: rows.length,
        best: rows[0]?.model ?? '',
        rating: round(rows[0]?.at ?? 0),
      })}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles['grid']} x1={x(tick)} x2={x(tick)} y1={0} y2={rows.length * rowHeight} />
          <text className={styles['axisText']} x={x(tick)} y={height - 6} textAnchor="middle">
            {round(tick)}
          </text>
        </g>
      ))}
      {rows.map((row, index) => {
        const y = index * rowHeight + rowHeight / 2;
        return (
          <g key={row.model}>
            <title>{`${row.model}: ${round(row.at)} (${round(row.from)}–${round(row.to)})`}</title>
            <text x={0} y={y + 4}>{`${rankOf(row)}  ${shorten(row.model)}`}</text>
            <line className={styles['whisker']} x1={x(row.from)} x2={x(row.to)} y1={y} y2={y} />
            <circle className={styles['dot']} cx={x(row.at)} cy={y} r={5} />
          </g>
        );
      })}
    </svg>
  );
}

function shorten(name: string): string {
  const letters = [...name];
  return letters.length <= 22 ? name : `${letters.slice(0, 21).join('')}…`;
}
