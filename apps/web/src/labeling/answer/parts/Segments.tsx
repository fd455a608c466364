import { Fragment, useId } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import { matchesChord } from '../../shortcuts/chord.ts';
import styles from './parts.module.css';

export interface Segment<Value> {
  value: Value;
  /** The digit that picks it while the row has the focus. */
  digit: string | null;
  /** What stands on it. */
  text: ReactNode;
  /** What it is called. */
  name: string;
  /** Stands apart from the ones before it, after this. */
  after?: ReactNode;
}

interface SegmentsProps<Value> {
  /** The name of the group. */
  label: string;
  segments: readonly Segment<Value>[];
  /** `undefined`: nothing picked. */
  value: Value | undefined;
  onPick: (value: Value) => void;
  /** Backspace and Delete take the pick out. */
  onClear?: (() => void) | undefined;
  asks?: string | undefined;
  missing?: boolean;
  required?: boolean;
  /** One below the other, with their names. */
  stacked?: boolean;
}

/** A row of small answers, one of which can be picked: by pointer, arrows, or its digit. */
export function Segments<Value>(props: SegmentsProps<Value>) {
  const { label, segments, value, onPick, asks, missing, required, stacked } = props;
  const group = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-required={required === true || undefined}
      aria-invalid={missing === true || undefined}
      data-row=""
      data-asks={asks}
      className={classNames(styles['segments'], stacked === true && styles['stacked'])}
      onKeyDown={(event) => pickByDigit(event, props)}
    >
      {segments.map((segment) => (
        <Fragment key={String(segment.value)}>
          {segment.after}
          <label
            className={classNames(styles['segment'], segment.after !== undefined && styles['apart'])}
            title={segment.name}
          >
            <input
              type="radio"
              name={group}
              aria-label={segment.name}
              checked={value === segment.value}
              onChange={() => onPick(segment.value)}
            />
            <span aria-hidden="true">{segment.text}</span>
          </label>
        </Fragment>
      ))}
    </div>
  );
}

function pickByDigit<Value>(
  event: KeyboardEvent<HTMLElement>,
  { segments, onPick, onClear }: SegmentsProps<Value>,
): void {
  if ((event.key === 'Backspace' || event.key === 'Delete') && onClear !== undefined) {
    event.preventDefault();
    onClear();
    return;
  }
  const index = segments.findIndex(({ digit }) => digit !== null && matchesChord(digit, event.nativeEvent));
  const segment = segments[index];
  if (segment === undefined) return;
  event.preventDefault();
  if (event.repeat) return;
  onPick(segment.value);
  event.currentTarget.querySelectorAll('input')[index]?.focus();
}
