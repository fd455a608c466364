import { useId } from 'react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';
import { Icon } from './Icon.tsx';
import { isolated } from '../i18n/isolated.ts';

interface Described {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What is wrong and how to mend it. */
  error?: string | null | undefined;
  /** For fields whose purpose the surroundings show; the label is still spoken. */
  hideLabel?: boolean;
  children: (described: Described) => ReactNode;
}

/** A label, a hint and an error around one control. */
export function Field({ label, hint, error, hideLabel, children }: FieldProps) {
  const id = useId();
  const hintId = hint === undefined ? null : `${id}-hint`;
  const errorId = error == null ? null : `${id}-error`;
  const describedBy = [hintId, errorId].filter((part) => part !== null).join(' ');
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={hideLabel === true ? 'visually-hidden' : styles['label']}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': error == null ? undefined : true,
      })}
      {hintId === null ? null : (
        <span id={hintId} className={styles['hint']}>
          {hint}
        </span>
      )}
      {errorId === null ? null : (
        <span id={errorId} className={styles['error']} role="alert">
          <Icon name="alert" size={14} />
          {error}
        </span>
      )}
    </div>
  );
}

type Shared = Omit<FieldProps, 'children'>;

export type TextFieldProps = Shared & Omit<ComponentPropsWithRef<'input'>, 'id' | 'children'>;

export function TextField({ label, hint, error, hideLabel, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} {...(hideLabel === undefined ? {} : { hideLabel })}>
      {(described) => (
        <input type="text" {...input} {...described} className={classNames(styles['control'], className)} />
      )}
    </Field>
  );
}

export type TextAreaProps = Shared & Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'children'>;

export function TextArea({ label, hint, error, hideLabel, className, ...area }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} {...(hideLabel === undefined ? {} : { hideLabel })}>
      {(described) => (
        <textarea {...area} {...described} className={classNames(styles['control'], className)} />
      )}
    </Field>
  );
}

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  /** Options of one group follow each other under its name. */
  group?: string;
}

export type SelectProps<Value extends string> = Shared &
  Omit<ComponentPropsWithRef<'select'>, 'id' | 'children' | 'value' | 'onChange'> & {
    value: Value;
    onChange: (value: Value) => void;
    options: readonly SelectOption<Value>[];
  };

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, hint, error, hideLabel, className, options, onChange, ...select } = props;
  return (
    <Field label={label} hint={hint} error={error} {...(hideLabel === undefined ? {} : { hideLabel })}>
      {(described) => (
        <select
          {...select}
          {...described}
          className={classNames(styles['control'], className)}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {inGroups(options).map(([group, members]) =>
            group === undefined ? (
              members.map(toOption)
            ) : (
              <optgroup key={group} label={isolated(group)}>
                {members.map(toOption)}
              </optgroup>
            ),
          )}
        </select>
      )}
    </Field>
  );
}

function toOption({ value, label }: SelectOption) {
  return (
    <option key={value} value={value}>
      {isolated(label)}
    </option>
  );
}

function inGroups(options: readonly SelectOption[]): [group: string | undefined, SelectOption[]][] {
  const groups: [string | undefined, SelectOption[]][] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last !== undefined && last[0] === option.group) last[1].push(option);
    else groups.push([option.group, [option]]);
  }
  return groups;
}

export type CheckboxProps = Omit<ComponentPropsWithRef<'input'>, 'id' | 'type' | 'onChange'> & {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

export function Checkbox({ label, hint, onChange, ...input }: CheckboxProps) {
  const id = useId();
  return (
    <div className={styles['choice']}>
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </span>
      )}
    </div>
  );
}

export interface RadioGroupProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly (SelectOption<Value> & { hint?: string })[];
}

export function RadioGroup<Value extends string>({
  label,
  value,
  onChange,
  options,
}: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <fieldset>
      <legend className={styles['legend']}>{label}</legend>
      {options.map((option) => (
        <div key={option.value} className={styles['choice']}>
          <input
            type="radio"
            id={`${id}-${option.value}`}
            name={id}
            value={option.value}
            checked={option.value === value}
            aria-describedby={option.hint === undefined ? undefined : `${id}-${option.value}-hint`}
            onChange={() => onChange(option.value)}
          />
          <label htmlFor={`${id}-${option.value}`}>{option.label}</label>
          {option.hint === undefined ? null : (
            <span id={`${id}-${option.value}-hint`} className={styles['hint']}>
              {option.hint}
            </span>
          )}
        </div>
      ))}
    </fieldset>
  );
}
