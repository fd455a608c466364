import type { StepLabel } from '@pairwright/contract/judgment';
import { useT } from '../../../i18n/use-i18n.ts';
import { Icon } from '../../../ui/Icon.tsx';
import styles from './single.module.css';
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
export function StepChoice({ index, name, label, current, reachable, onLabel }: StepChoiceProps) {
  const t = useT();
  return (
    <div className={styles['labels']} role="group" aria-label={name}>
      {stepLabels.map(({ id, key, icon }) => (
        <button
          key={id}
          type="button"
          className={styles['label']}
          data-tone={id}
          aria-pressed={label === id}
          aria-disabled={!reachable || undefined}
          aria-keyshortcuts={current ? key : undefined}
          tabIndex={reachable ? 0 : -1}
          onClick={reachable ? () => onLabel(index, id) : undefined}
        >
          <Icon name={icon} size={14} />
          {t(`labeling-single.${id}`)}
          {current ? <kbd aria-hidden="true">{key}</kbd> : null}
        </button>
      ))}
    </div>
  );
}
