import { useId } from 'react';
import { Checkbox } from '../../../ui/Field.tsx';
import own from './datasets.module.css';

interface Props<Value extends string | number> {
  label: string;
  hint: string;
  options: readonly { value: Value; label: string }[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}

/** Some of several; none chosen takes them all. What is chosen and not offered any more stays, and can be taken away. */
export function CheckGroup<Value extends string | number>({
  label,
  hint,
  options,
  chosen,
  onChange,
}: Props<Value>) {
  const id = useId();
  const gone = chosen.filter((value) => !options.some((option) => option.value === value));
  const all = [...options, ...gone.map((value) => ({ value, label: String(value) }))];
  if (all.length === 0) return null;
  const values = all.map(({ value }) => value);
  return (
    <fieldset aria-describedby={id}>
      <legend>{label}</legend>
      <p id={id} className="muted">
        {hint}
      </p>
      <div className={own['checks']}>
        {all.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            checked={chosen.includes(option.value)}
            onChange={(isChosen) =>
              // In the order they are offered, so that the same choice is the same recipe.
              onChange(values.filter((value) => (value === option.value ? isChosen : chosen.includes(value))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
