import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { classNames } from '../../../../ui/class-names.ts';
import styles from '../statistics.module.css';
import { ticksOf } from '../ticks.ts';
import { useEstimate } from '../use-estimate.ts';
import { hasEnough } from '../use-figure.ts';
import plot from './over-time.module.css';
import type { OverTime } from './OverTimeCard.tsx';

type Point = Estimate & { time: number };

const [width, height] = [720, 240];
const dayMs = 86_400_000;
const [left, right, top, bottom] = [44, 16, 20, 24];

/** Where things stand in the drawing. */
interface Axes {
  start: number;
  end: number;
  ticks: readonly number[];
  x: (time: number) => number;
  y: (value: number) => number;
}

function axesOf(times: readonly number[], points: readonly Point[]): Axes {
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const ticks = ticksOf(Math.min(0, ...points.map(({ low, value }) => low ?? value ?? 0)), 1, 4);
  const [least, most] = [Math.min(...ticks), Math.max(...ticks)];
  return {
    start,
    end,
    ticks,
    x: (time) => left + ((time - start) / Math.max(1, end - start)) * (width - left - right),
    y: (value) => top + ((most - value) / (most - least)) * (height - top - bottom),
  };
}

/** The first estimate of each period with its interval; versions of the guidelines as upright lines. */
export function OverTimePlot({ overTime }: { overTime: OverTime }) {
  const t = useT();
  const day = useDay();
  const all = overTime.periods.map(({ from, estimates }): Point => ({
    ...estimates[0]!,
    time: Date.parse(from),
  }));
  const points = all.filter((point) => hasEnough(point));
  // To the end of the last period: guidelines may have changed in it.
  const last = Math.max(...all.map(({ time }) => time)) + (overTime.unit === 'week' ? 7 : 1) * dayMs - 1;
  const axes = axesOf([...all.map(({ time }) => time), last], points);
  return (
    <div
      className={plot['scroll']}
      tabIndex={0}
      role="region"
      aria-label={t('console-quality.over_time_scroll')}
    >
      <svg
        className={classNames(styles['plot'], plot['plot'])}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('console-quality.over_time_plot', {
          periods: points.length,
          from: day(axes.start),
          to: day(axes.end),
        })}
      >
        <Frame axes={axes} />
        <Rules axes={axes} guidelines={overTime.guidelines} />
        <Points axes={axes} points={points} />
      </svg>
    </div>
  );
}

function useDay(): (time: number) => string {
  const formats = useFormats();
  return (time) => formats.date(new Date(time).toISOString());
}

function Frame({ axes: { start, end, ticks, x, y } }: { axes: Axes }) {
  const day = useDay();
  const { number } = useEstimate();
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles['grid']} x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
          <text className={styles['tick']} x={left - 8} y={y(tick) + 4} textAnchor="end">
            {number(tick)}
          </text>
        </g>
      ))}
      <text className={styles['tick']} x={x(start)} y={height - 6}>
        {day(start)}
      </text>
      <text className={styles['tick']} x={x(end)} y={height - 6} textAnchor="end">
        {day(end)}
      </text>
    </>
  );
}

/** The versions of the guidelines that came within the time shown. */
function Rules({ axes, guidelines }: { axes: Axes; guidelines: OverTime['guidelines'] }) {
  const t = useT();
  return guidelines
    .map(({ version, at }) => ({ version, time: Date.parse(at) }))
    .filter(({ time }) => time >= axes.start && time <= axes.end)
    .map(({ version, time }) => (
      <g key={version}>
        <line className={plot['rule']} x1={axes.x(time)} x2={axes.x(time)} y1={top} y2={height - bottom} />
        <text className={styles['tick']} x={axes.x(time)} y={top - 6} textAnchor="middle">
          {t('console-quality.guidelines_version', { version })}
        </text>
      </g>
    ));
}

function Points({ axes: { x, y }, points }: { axes: Axes; points: readonly Point[] }) {
  const t = useT();
  const day = useDay();
  const { estimate } = useEstimate();
  return (
    <>
      <polyline
        className={plot['line']}
        points={points.map(({ time, value }) => `${x(time)},${y(value!)}`).join(' ')}
      />
      {points.map((point) => (
        <g key={point.time}>
          <title>
            {t('console-quality.point', { time: day(point.time), value: estimate(point), n: point.n })}
          </title>
          {point.low === null || point.high === null ? null : (
            <line
              className={styles['whisker']}
              x1={x(point.time)}
              x2={x(point.time)}
              y1={y(point.low)}
              y2={y(point.high)}
            />
          )}
          <circle className={styles['dot']} cx={x(point.time)} cy={y(point.value!)} r={4} />
        </g>
      ))}
    </>
  );
}
