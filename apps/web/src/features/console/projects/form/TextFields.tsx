import type { LocalText } from '@pairwright/contract/question-form';
import type { Ref } from 'react';
import { useT } from '../../../../i18n/use-i18n.ts';
import { TextField } from '../../../../ui/Field.tsx';
import styles from './form.module.css';
import { emptyText } from './form-draft.ts';

interface Props {
  /** What is named, as it stands in "{what} in English". */
  what: string;
  path: string;
  value: LocalText;
  onChange: (value: LocalText) => void;
  faults: Readonly<Record<string, string>>;
  maxLength?: number;
  firstRef?: Ref<HTMLInputElement>;
  required?: boolean;
}

/** One text in both languages, side by side. */
export function TextFields(props: Props) {
  const { what, path, value, onChange, faults, maxLength = 120, firstRef, required = true } = props;
  const t = useT();
  return (
    <div className={styles['languages']}>
      <TextField
        ref={firstRef}
        label={t('console-question.in_english', { what })}
        lang="en"
        maxLength={maxLength}
        required={required}
        value={value.en}
        error={faults[`${path}.en`]}
        onChange={(event) => onChange({ ...value, en: event.target.value })}
      />
      <TextField
        label={t('console-question.in_chinese', { what })}
        lang="zh-CN"
        maxLength={maxLength}
        required={required}
        value={value['zh-CN']}
        error={faults[`${path}.zh-CN`]}
        onChange={(event) => onChange({ ...value, 'zh-CN': event.target.value })}
      />
    </div>
  );
}

type OptionalProps = Omit<Props, 'value' | 'onChange' | 'required' | 'firstRef'> & {
  value: LocalText | null;
  onChange: (value: LocalText | null) => void;
};

/** The same for a text that may be left out: in both languages or in none. */
export function OptionalTextFields({ value, onChange, ...rest }: OptionalProps) {
  return (
    <TextFields
      {...rest}
      required={false}
      value={value ?? emptyText}
      onChange={(text) => onChange(text.en === '' && text['zh-CN'] === '' ? null : text)}
    />
  );
}
