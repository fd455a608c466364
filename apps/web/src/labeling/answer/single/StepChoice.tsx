import type { StepLabel } from '@pairwright/contract/judgment';
import { useT } from '../../../i18n/use-i18n.ts';
import { Icon } from '../../../ui/Icon.tsx';
import styles from './single.module.css';
import { useKeys } from '../../shortcuts/use-keys.ts';
import { stepLabels } from './step-keys.ts';

interface StepChoiceProps {
  index: number;
  name: string;
  label: StepLabel | null;
  current: boolean;
  reachable: boolean;
  onLabel: (index: number, label: StepLabel) => void;
}

/** Right, wrong or neutral for one step. */
export function StepChoice({ name, ...rest }: StepChoiceProps) {
  return (
    <div className={styles['labels']} role="group" aria-label={name}>
      {stepLabels.map((option) => (
        <LabelButton key={option.id} option={option} {...rest} />
      ))}
    </div>
  );
}

type LabelProps = Omit<StepChoiceProps, 'name'> & { option: (typeof stepLabels)[number] };

function LabelButton({ option, index, label, current, reachable, onLabel }: LabelProps) {
  const t = useT();
  const { id, key, letter, icon } = option;
  const keys = useKeys(`step-${id}`, [key, letter]);
  return (
    <button
      type="button"
      className={styles['label']}
      data-tone={id}
      aria-pressed={label === id}
      aria-disabled={!reachable || undefined}
      aria-keyshortcuts={current ? keys.aria : undefined}
      tabIndex={reachable ? 0 : -1}
      onClick={reachable ? () => onLabel(index, id) : undefined}
    >
      <Icon name={icon} size={14} />
      {t(`labeling-single.${id}`)}
      {current ? <kbd aria-hidden="true">{keys.badge}</kbd> : null}
    </button>
  );
}
