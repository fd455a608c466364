import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { RowsLink } from '../../shared/RowsLink.tsx';
import styles from '../statistics.module.css';
import type { Profile } from './AnnotatorPage.tsx';

type Day = Profile['days'][number];

const height = 100;
const step = 10;

/** Bars of votes; a line through the share of known answers that were met, where there were any. */
export function Timeline({ by, days }: { by: string; days: readonly Day[] }) {
  const t = useT();
  const formats = useFormats();
  const most = Math.max(1, ...days.map(({ votes }) => votes));
  const dateOf = (day: string | undefined): string => formats.date(`${day ?? ''}T12:00:00Z`);
  const label = t('console-annotators.timeline_label', {
    from: dateOf(days[0]?.day),
    to: dateOf(days.at(-1)?.day),
    most,
  });
  const points = days.flatMap(({ gold, goldRight }, index) =>
    gold === 0 ? [] : [`${index * step + step / 2},${height - (goldRight / gold) * height}`],
  );
  return (
    <figure className={styles['timeline']}>
      <svg
        viewBox={`0 0 ${Math.max(days.length, 14) * step} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {days.map(({ day, votes }, index) => (
          <rect
            key={day}
            x={index * step + 1}
            width={step - 2}
            y={height - (votes / most) * height}
            height={(votes / most) * height}
          >
            <title>{`${dateOf(day)}: ${formats.number(votes)}`}</title>
          </rect>
        ))}
        {points.length < 2 ? null : <polyline points={points.join(' ')} />}
      </svg>
      <figcaption className="muted">
        <RowsLink rows={{ by }}>{label}</RowsLink>
      </figcaption>
    </figure>
  );
}
