import type { KeyboardEvent } from 'react';
import { isOneKey } from '@pairwright/domain/judgment/form';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { classNames } from '../../../ui/class-names.ts';
import { Field } from '../../../ui/Field.tsx';
import fieldStyles from '../../../ui/field.module.css';
import { matchesChord } from '../../shortcuts/chord.ts';
import type { PartProps } from '../part-props.ts';
import { PartHead } from './PartHead.tsx';
import { withReason } from './part-changes.ts';
import styles from './parts.module.css';

type RationaleProps = PartProps & { lacking: ReadonlySet<string> };

/**
 * Why: in tags and in words. Only after the choice, so that writing does not make the opinion; where one press is the
 * whole judgment there is no time after it, and looking back everything may be changed.
 */
export function RationalePart(props: RationaleProps) {
  const t = useT();
  const { desk, form } = props;
  const locked = !isOneKey(form) && desk.entry.answer === null && desk.decision === null;
  const { reasons, mode } = form.rationale;
  return (
    <>
      {locked ? <p className={styles['locked']}>{t('labeling-parts.rationale_locked')}</p> : null}
      {reasons.length === 0 ? null : <Reasons {...props} locked={locked} />}
      {mode === 'off' ? null : <Words {...props} locked={locked} />}
    </>
  );
}

function Reasons({ desk, form, lacking, locked }: RationaleProps & { locked: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { reasons, reasonRequired } = form.rationale;
  const chosen = desk.entry.details.reasons;
  const toggle = (key: string): void =>
    desk.change((entry) => withReason(form, entry, { key, on: !entry.details.reasons.includes(key) }));
  return (
    <div className={styles['item']}>
      <PartHead label={t('labeling-parts.reasons')} required={reasonRequired} />
      <div
        role="presentation"
        onKeyDown={(event) => {
          const index = digitIn(event);
          const reason = reasons[index];
          if (reason === undefined || locked || event.repeat) return;
          event.preventDefault();
          toggle(reason.key);
          event.currentTarget.querySelectorAll('input')[index]?.focus();
        }}
      >
        <div
          role="group"
          aria-label={t('labeling-parts.reasons')}
          data-row=""
          data-asks="reason"
          data-missing={lacking.has('reason') || undefined}
          className={styles['tags']}
        >
          {reasons.map(({ key, label }, index) => (
            <label key={key} className={classNames(styles['tag'], locked && styles['off'])}>
              <input
                type="checkbox"
                checked={chosen.includes(key)}
                disabled={locked}
                onChange={() => toggle(key)}
              />
              {index < 9 ? <kbd aria-hidden="true">{index + 1}</kbd> : null}
              {label[locale]}
            </label>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Which of the first nine a digit means, from 0; -1 for none. */
function digitIn(event: KeyboardEvent): number {
  return Array.from({ length: 9 }, (_, at) => String(at + 1)).findIndex((digit) =>
    matchesChord(digit, event.nativeEvent),
  );
}

function Words({ desk, form, lacking, locked }: RationaleProps & { locked: boolean }) {
  const t = useT();
  const { mode, minLength } = form.rationale;
  const written = [...desk.entry.rationale.trim()].length;
  const least = mode === 'required' ? Math.max(1, minLength) : minLength;
  const short = written > 0 || mode === 'required' ? Math.max(0, least - written) : 0;
  const hint =
    short > 0 ? t('labeling-parts.rationale_short', { count: short }) : t('labeling-parts.rationale_keys');
  return (
    <div className={styles['item']} data-asks="rationale" data-row="">
      <PartHead label={t('labeling-parts.rationale')} required={mode === 'required'} />
      <Field label={t('labeling-parts.rationale')} hideLabel hint={hint}>
        {(described) => (
          <textarea
            {...described}
            className={fieldStyles['control']}
            rows={4}
            maxLength={10_000}
            disabled={locked}
            aria-required={mode === 'required' || undefined}
            // Said once by the row that gives: a count that is said at every letter drowns the writing.
            aria-invalid={lacking.has('rationale') || undefined}
            value={desk.entry.rationale}
            onChange={(event) => {
              const rationale = event.target.value;
              desk.change((entry) => ({ ...entry, rationale }), 'rationale');
            }}
          />
        )}
      </Field>
    </div>
  );
}
