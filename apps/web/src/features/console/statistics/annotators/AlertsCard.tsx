import { Link } from 'wouter';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Card } from '../../../../ui/Card.tsx';
import styles from '../../shared/console.module.css';
import { type Rows, RowsLink } from '../../shared/RowsLink.tsx';
import { useEstimate } from '../use-estimate.ts';
import type { Profile } from './AnnotatorPage.tsx';
import { type Measure, measureRows, stretchRows, useMeasure } from './measures.ts';

type Alert = Profile['alerts'][number];

/** The number that each is about; a stretch of one answer has one of its own. */
const measureOf = {
  gold_low: 'goldAccuracy',
  agreement_low: 'adjustedAgreement',
  inconsistent: 'selfConsistency',
  side_bias: 'leftShare',
  length_bias: 'longerShare',
  fast: 'relativeSpeed',
  straight_lining: null,
  tiring: 'agreementDrift',
} as const satisfies Record<Alert['kind'], Measure | null>;

/** What may be the matter, each as a sentence with its evidence and the comparisons to look at. */
export function AlertsCard({ projectId, profile }: { projectId: string; profile: Profile }) {
  const t = useT();
  return (
    <Card title={t('console-annotators.alerts_title')}>
      <p className="muted">
        {profile.alerts.length === 0
          ? t('console-annotators.alerts_none')
          : t('console-annotators.alerts_why')}
      </p>
      {profile.alerts.length === 0 ? null : (
        <ul className={styles['notes']}>
          {profile.alerts.map((alert) => (
            <li key={alert.kind}>
              <RowsLink rows={rowsOf(alert, profile)}>
                <Sentence alert={alert} />
              </RowsLink>{' '}
              <Rows projectId={projectId} ids={alert.comparisonIds} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function rowsOf({ kind }: Alert, { annotatorId: by, straightLine }: Profile): Rows {
  const measure = measureOf[kind];
  if (measure !== null) return { by, ...measureRows[measure] };
  return { by, ...stretchRows(straightLine) };
}

function Sentence({ alert: { kind, evidence, expected, pValue } }: { alert: Alert }) {
  const t = useT();
  const { estimate, number } = useMeasure();
  const plain = useEstimate();
  const measure = measureOf[kind];
  const p = pValue === null ? null : pValue < 0.001 ? t('console-annotators.p_tiny') : plain.number(pValue);
  return (
    <>
      {t(`console-annotators.alert_${kind}`, {
        value: measure === null ? String(evidence.value ?? 0) : estimate(measure, evidence),
        expected: measure === null ? '' : number(measure, expected),
        n: evidence.n,
      })}{' '}
      {p === null ? null : t('console-annotators.p', { p })}
    </>
  );
}

function Rows({ projectId, ids }: { projectId: string; ids: readonly string[] }) {
  const t = useT();
  if (ids.length === 0) return null;
  return (
    <details>
      <summary className={styles['summary']}>{t('console-annotators.rows', { count: ids.length })}</summary>
      <ol className={styles['notes']}>
        {ids.map((id, index) => (
          <li key={id}>
            <Link href={paths.comparison(projectId, id)}>
              {t('console-annotators.row', { number: index + 1 })}
            </Link>
          </li>
        ))}
      </ol>
    </details>
  );
}
