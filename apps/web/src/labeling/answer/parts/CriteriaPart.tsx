import type { Criterion } from '@pairwright/contract/question-form';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import type { PartProps } from '../part-props.ts';
import { pointText, scalePoints } from '../scale.ts';
import { PartHead } from './PartHead.tsx';
import { PlaceSign } from './PlaceSign.tsx';
import { withCriterion } from './part-changes.ts';
import styles from './parts.module.css';
import { Segments } from './Segments.tsx';
import type { Segment } from './Segments.tsx';

/** Which answer is better on each criterion, beside the overall preference. */
export function CriteriaPart({ desk, form, lacking }: PartProps & { lacking: ReadonlySet<string> }) {
  const t = useT();
  const locale = useLocale();
  return form.criteria.map((criterion) => {
    const { key, required } = criterion;
    const set = (position: number | null | undefined): void =>
      desk.change((entry) => withCriterion(form, entry, { key, position }));
    return (
      <div key={key} className={styles['item']}>
        <PartHead label={criterion.label[locale]} hint={criterion.hint} required={required} />
        <div className={styles['scaleRow']}>
          <PlaceSign place={0} of={2} />
          <Segments
            label={criterion.label[locale]}
            segments={segmentsOf(criterion, t)}
            value={desk.entry.details.criteria.find((given) => given.key === key)?.position}
            onPick={set}
            onClear={() => set(undefined)}
            asks={`criterion:${key}`}
            missing={lacking.has(`criterion:${key}`)}
            required={required}
          />
          {criterion.allowNotApplicable ? null : <PlaceSign place={1} of={2} />}
        </div>
      </div>
    );
  });
}

function segmentsOf({ points, allowNotApplicable }: Criterion, t: Translate): Segment<number | null>[] {
  const positions = scalePoints(points).map((point) => ({
    value: point.position,
    digit: String(point.position),
    text: String(point.position),
    name: pointText(point, t),
  }));
  if (!allowNotApplicable) return positions;
  const none = {
    value: null,
    digit: '0',
    text: t('labeling-parts.not_applicable_short'),
    name: t('labeling-parts.not_applicable'),
    after: <PlaceSign place={1} of={2} />,
  };
  return [...positions, none];
}
