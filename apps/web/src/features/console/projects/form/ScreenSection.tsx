import { useT } from '../../../../i18n/use-i18n.ts';
import { Checkbox, Select } from '../../../../ui/Field.tsx';
import type { Editing } from './editing.ts';
import styles from './form.module.css';
import { Section } from './Section.tsx';

const safeties = ['off', 'optional', 'required'] as const;
const rewrites = ['off', 'optional', 'required'] as const;
const scopes = ['last_turn', 'marked_turn', 'conversation'] as const;

/** Safety, rewrite, what of a conversation is judged, and reading tools. */
export function ScreenSection({ editing: { form, onForm } }: { editing: Editing }) {
  const t = useT();
  const safety = form.safety === null ? 'off' : form.safety.required ? 'required' : 'optional';
  return (
    <Section title={t('console-question.more')}>
      <div className={styles['pairOfFields']}>
        <Select
          label={t('console-question.safety')}
          hint={t('console-question.safety_hint')}
          value={safety}
          options={safeties.map((value) => ({ value, label: t(`console-question.mode_${value}`) }))}
          onChange={(value) =>
            onForm((now) => ({
              ...now,
              safety: value === 'off' ? null : { required: value === 'required' },
            }))
          }
        />
        <Select
          label={t('console-question.rewrite')}
          hint={t('console-question.rewrite_hint')}
          value={form.rewrite}
          options={rewrites.map((value) => ({ value, label: t(`console-question.mode_${value}`) }))}
          onChange={(rewrite) => onForm((now) => ({ ...now, rewrite }))}
        />
        <Select
          label={t('console-question.scope')}
          hint={t('console-question.scope_hint')}
          value={form.scope}
          options={scopes.map((value) => ({ value, label: t(`console-question.scope_${value}`) }))}
          onChange={(scope) => onForm((now) => ({ ...now, scope }))}
        />
      </div>
      <Checkbox
        label={t('console-question.allow_diff')}
        hint={t('console-question.allow_diff_hint')}
        checked={form.allowDiff}
        onChange={(allowDiff) => onForm((now) => ({ ...now, allowDiff }))}
      />
    </Section>
  );
}
