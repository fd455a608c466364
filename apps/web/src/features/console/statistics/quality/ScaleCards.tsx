import { useState } from 'react';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Select } from '../../../../ui/Field.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import styles from '../statistics.module.css';
import { useFigure } from '../use-figure.ts';
import { useGradedName } from './GradedCard.tsx';
import { MatrixCard } from './MatrixCard.tsx';
import { OverTimeCard } from './OverTimeCard.tsx';
import type { Agreement } from './QualityPage.tsx';
import { ScaleHardestCard } from './ScaleHardestCard.tsx';

export type Scale = Agreement['scales'][number];

/** Who agrees with whom, when and on what, on one scale at a time of what is no vote on a pair. */
export function ScaleCards({ projectId, said }: { projectId: string; said: Agreement }) {
  const t = useT();
  const nameOf = useGradedName(projectId);
  const [chosen, setChosen] = useState(0);
  const scale = said.scales[chosen] ?? said.scales[0];
  if (scale === undefined) return null;
  const name = nameOf(scale);
  const titleOf = (key: 'matrix' | 'over_time' | 'hardest'): string =>
    t('console-quality.of_scale', { title: t(`console-quality.${key}`), scale: name });
  return (
    <>
      {said.scales.length === 1 ? null : (
        <div className={styles['filters']}>
          <Select
            label={t('console-quality.scale')}
            value={String(said.scales.indexOf(scale))}
            options={said.scales.map((of, at) => ({ value: String(at), label: nameOf(of) }))}
            onChange={(at) => setChosen(Number(at))}
          />
        </div>
      )}
      <Summary scale={scale} name={name} />
      {said.votes > 0 ? null : <p className="muted">{t('console-quality.only_pairs')}</p>}
      <MatrixCard
        projectId={projectId}
        title={titleOf('matrix')}
        how={t('console-quality.scale_matrix_how')}
        matrix={scale.matrix}
      />
      <OverTimeCard
        title={titleOf('over_time')}
        overTime={{
          ...scale.overTime,
          periods: scale.overTime.periods.map(({ from, votes, alpha }) => ({
            from,
            votes,
            estimates: [alpha],
          })),
        }}
        series={[{ key: 'alpha', header: t('console-quality.graded_alpha', { what: name }) }]}
      />
      <ScaleHardestCard projectId={projectId} title={titleOf('hardest')} scale={scale} />
    </>
  );
}

/** What it is made from, alpha, and which alpha that is. */
function Summary({ scale, name }: { scale: Scale; name: string }) {
  const t = useT();
  const figure = useFigure();
  const { what, level, votes, comparisons, shared, annotators, alpha } = scale;
  return (
    <p className="muted">
      <RowsLink rows={{ votes: 'counted' }}>
        {t('console-quality.scale_made_from', { scale: name, votes, comparisons, shared, annotators })}
      </RowsLink>{' '}
      <RowsLink rows={{ shared: 'any' }}>
        {t(`console-quality.scale_alpha_${level}`, { alpha: figure(alpha) })}
      </RowsLink>{' '}
      {t(`console-quality.scale_unit_${what}`)}
    </p>
  );
}
