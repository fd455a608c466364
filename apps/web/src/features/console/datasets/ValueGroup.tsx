import { type KeyboardEvent, useId, useState } from 'react';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox, TextField } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';
import own from './datasets.module.css';
import { addedTo, type OfferedValue, shownValues, toggled } from './values.ts';

interface Props<Value extends string | number> {
  label: string;
  hint: string;
  options: readonly OfferedValue<Value>[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
  /** There may be values that are not offered: a text may be typed, where it is a value of this filter. */
  isPartial: boolean;
  readTyped?: (typed: string) => Value | null;
}

/** Few enough to be seen at once. */
const FEW = 8;

/** Some of the values that the project has, with how much has each; none chosen takes them all. */
export function ValueGroup<Value extends string | number>(props: Props<Value>) {
  const { label, hint, options, chosen, onChange, isPartial, readTyped } = props;
  const t = useT();
  const formats = useFormats();
  const id = useId();
  const [typed, setTyped] = useState('');
  const { shown, of, only } = shownValues({ options, chosen }, typed);
  const isSearched = options.length > FEW || isPartial;
  const added = isPartial ? (readTyped?.(typed.trim()) ?? null) : null;
  const canAdd = added !== null && only === null && !chosen.includes(added);
  const add = () => {
    if (added === null || !canAdd) return;
    onChange(addedTo(chosen, added));
    setTyped('');
  };
  const enter = () => (only === null ? add() : onChange(toggled(chosen, only.value)));
  return (
    <fieldset aria-describedby={id}>
      <legend>{label}</legend>
      <p id={id} className="muted">
        {options.length === 0 && !isPartial ? t('console-datasets.values_none') : hint}
      </p>
      {isSearched ? (
        <Search label={label} typed={typed} onType={setTyped} onEnter={enter} onAdd={canAdd ? add : null} />
      ) : null}
      <div className={own['checks']}>
        {shown.map(({ value, label: name, count, isKnown }) => (
          <Checkbox
            key={value}
            label={count === null ? name : t('console-datasets.value_count', { value: name, count })}
            {...(isKnown
              ? {}
              : { hint: t(`console-datasets.value_${isPartial ? 'not_seen' : 'unmatched'}`) })}
            checked={chosen.includes(value)}
            onChange={() => onChange(toggled(chosen, value))}
          />
        ))}
      </div>
      {isSearched ? (
        <p role="status" className="muted">
          {shown.length === of
            ? t('console-datasets.values_all', { count: of })
            : t('console-datasets.values_some', {
                shown: formats.number(shown.length),
                of: formats.number(of),
              })}
        </p>
      ) : null}
    </fieldset>
  );
}

interface SearchProps {
  label: string;
  typed: string;
  onType: (typed: string) => void;
  onEnter: () => void;
  /** Null: what is typed cannot be added. */
  onAdd: (() => void) | null;
}

function Search({ label, typed, onType, onEnter, onAdd }: SearchProps) {
  const t = useT();
  const what = t('console-datasets.values_search', { what: label });
  const press = (event: KeyboardEvent) => {
    // Enter chooses here; the form around is sent by its button.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    onEnter();
  };
  return (
    <div className={styles['actions']}>
      <TextField
        label={what}
        hideLabel
        placeholder={what}
        value={typed}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={press}
      />
      {onAdd === null ? null : (
        <Button size="small" onClick={onAdd}>
          {t('console-datasets.values_add', { value: typed.trim() })}
        </Button>
      )}
    </div>
  );
}
