import { useT } from '../../../../i18n/use-i18n.ts';
import { Checkbox, Select, TextField } from '../../../../ui/Field.tsx';
import type { Editing } from './editing.ts';
import styles from './form.module.css';
import { PartList } from './PartList.tsx';
import { reasonKind } from './part-kinds.ts';
import { Section } from './Section.tsx';

const modes = ['off', 'optional', 'required'] as const;
const longest = 2000;

/** The reason in words, and reasons to tick. */
export function WordsSection({ editing }: { editing: Editing }) {
  const t = useT();
  const { form, onForm, faults } = editing;
  const { rationale } = form;
  const change = (part: Partial<typeof rationale>) =>
    onForm((now) => ({ ...now, rationale: { ...now.rationale, ...part } }));
  return (
    <Section title={t('console-question.words')} hint={t('console-question.words_hint')}>
      <div className={styles['pairOfFields']}>
        <Select
          label={t('console-question.comment')}
          value={rationale.mode}
          options={modes.map((mode) => ({ value: mode, label: t(`console-question.mode_${mode}`) }))}
          onChange={(mode) => change({ mode })}
        />
        {rationale.mode === 'off' ? null : (
          <TextField
            label={t('console-question.min_length')}
            hint={t('console-question.min_length_hint')}
            inputMode="numeric"
            value={String(rationale.minLength)}
            error={faults['form.rationale.minLength']}
            onChange={(event) => {
              const digits = event.target.value.replaceAll(/\D/g, '').slice(0, 4);
              change({ minLength: Math.min(Number(digits), longest) });
            }}
          />
        )}
      </div>
      <h4>{t('console-question.list_reasons')}</h4>
      <PartList kind={reasonKind} editing={editing} />
      <Checkbox
        label={t('console-question.reason_required')}
        checked={rationale.reasonRequired}
        onChange={(reasonRequired) => change({ reasonRequired })}
      />
    </Section>
  );
}
