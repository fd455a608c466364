import type { MainQuestion, Scale } from '@pairwright/contract/question-form';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Checkbox, Select } from '../../../../ui/Field.tsx';
import { withPoints } from '../question-draft.ts';
import styles from './form.module.css';
import { resizedLevels, usualLevels } from './form-draft.ts';
import { TextFields } from './TextFields.tsx';

type Pair = Extract<MainQuestion, { kind: 'pair' }>;

interface Props {
  main: Pair;
  onMain: (main: Pair) => void;
  faults: Readonly<Record<string, string>>;
}

export const pointChoices = ['2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The scale of a pair, what may be answered beside it, and own names for its positions. */
export function PairFields({ main, onMain, faults }: Props) {
  const t = useT();
  const { scale, levels } = main;
  const odd = scale.points % 2 === 1;
  const setPoints = (points: number) =>
    onMain({
      ...main,
      scale: withPoints(scale, points),
      levels: levels === null ? null : resizedLevels(levels, points),
    });
  return (
    <>
      <div className={styles['pairOfFields']}>
        <Select
          label={t('console-projects.points')}
          hint={t(odd ? 'console-projects.points_odd' : 'console-projects.points_even')}
          value={String(scale.points)}
          error={faults['form.main.scale.points'] ?? faults['form.main.scale.allowTie']}
          options={pointChoices.map((value) => ({ value, label: value }))}
          onChange={(value) => setPoints(Number(value))}
        />
        <BesideScale scale={scale} onScale={(next) => onMain({ ...main, scale: next })} />
      </div>
      <Checkbox
        label={t('console-question.own_levels')}
        hint={t('console-question.own_levels_hint')}
        checked={levels !== null}
        onChange={(own) => onMain({ ...main, levels: own ? usualLevels(scale.points) : null })}
      />
      {levels === null ? null : (
        <div className={styles['levels']}>
          {levels.map((level, index) => (
            <TextFields
              // Positions have no other identity than their place.
              key={index}
              what={t('console-question.point_number', { place: index + 1 })}
              path={`form.main.levels.${index}`}
              value={level}
              faults={faults}
              onChange={(text) =>
                onMain({ ...main, levels: levels.map((old, place) => (place === index ? text : old)) })
              }
            />
          ))}
        </div>
      )}
    </>
  );
}

/** Answers that are not points of the scale. */
function BesideScale({ scale, onScale }: { scale: Scale; onScale: (scale: Scale) => void }) {
  const t = useT();
  const odd = scale.points % 2 === 1;
  return (
    <fieldset>
      <legend className={styles['legend']}>{t('console-projects.beside_scale')}</legend>
      {odd ? null : (
        <Checkbox
          label={t('console-projects.allow_tie')}
          hint={t('console-question.allow_tie_hint')}
          checked={scale.allowTie}
          onChange={(allowTie) => onScale({ ...scale, allowTie })}
        />
      )}
      <Checkbox
        label={t('console-projects.allow_both_bad')}
        checked={scale.allowBothBad}
        onChange={(allowBothBad) => onScale({ ...scale, allowBothBad })}
      />
      <Checkbox
        label={t('console-projects.allow_cannot_judge')}
        checked={scale.allowCannotJudge}
        onChange={(allowCannotJudge) => onScale({ ...scale, allowCannotJudge })}
      />
    </fieldset>
  );
}
