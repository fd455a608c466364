import type { WhyRow, WhyUnit } from '@pairwright/contract/version-why';
import { Link } from 'wouter';
import { type Translate, useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/Card.tsx';
import styles from '../shared/console.module.css';

interface Props {
  projectId: string;
  why: WhyRow;
  shown: WhyUnit | null;
}

/** Everything that a comparison could give: each two of its responses, and rewrites. */
export function WhyUnits({ projectId, why, shown }: Props) {
  const t = useT();
  return (
    <li>
      <Card title={t('console-versions.units')}>
        <p className="muted">{t('console-versions.units_why')}</p>
        <ul className={styles['notes']}>
          {why.units.map((unit) => (
            <li key={unit.rowId}>
              <Link
                href={paths.why(projectId, why.version.versionId, unit.rowId)}
                aria-current={unit.rowId === shown?.rowId ? 'true' : undefined}
              >
                <bdi dir="auto">{unitName(unit, why, t)}</bdi>
              </Link>
              {': '}
              {unit.dropped === null
                ? t('console-versions.is_row')
                : t(`console-datasets.reason_${unit.dropped}`)}
            </li>
          ))}
        </ul>
      </Card>
    </li>
  );
}

function unitName({ source, first, second }: WhyUnit, { responses }: WhyRow, t: Translate): string {
  const name = (index: number | null) => (index === null ? '' : (responses[index]?.model ?? ''));
  if (source === 'rewrite') return t('console-versions.unit_rewrite', { model: name(second) });
  if (source === 'single') return t('console-versions.unit_single', { model: name(0) });
  return t('console-versions.unit_pair', { first: name(first), second: name(second) });
}
