import { useRef } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import own from './datasets.module.css';
import {
  isSumWrong,
  leastParts,
  mostParts,
  type PartDraft,
  partFaults,
  type SplitDraft,
  sumOfShares,
  withoutPart,
  withPart,
} from './split-draft.ts';

interface Props {
  split: SplitDraft;
  onSplit: (change: Partial<SplitDraft>) => void;
}

/** The parts of a split: their names, and how much or up to which day each has. */
export function SplitParts({ split, onSplit }: Props) {
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  const { parts, by } = split;
  const faults = partFaults(split);
  const focusPart = (index: number) =>
    // After the next painting, when the fields of the new part are there.
    requestAnimationFrame(() => list.current?.querySelectorAll('li')[index]?.querySelector('input')?.focus());
  const add = () => {
    onSplit(withPart(split));
    focusPart(parts.length - 1);
  };
  const remove = (index: number) => {
    onSplit(withoutPart(split, index));
    focusPart(Math.max(0, index - 1));
  };
  return (
    <fieldset>
      <legend>{t('console-datasets.parts')}</legend>
      <p className="muted">{t(`console-datasets.parts_${by === 'date' ? 'date' : 'share'}_hint`)}</p>
      <ol ref={list} className={own['parts']}>
        {parts.map((part, index) => (
          // The place is what a part is known by while its name is typed.
          <Part
            key={index}
            {...{ split, part, index }}
            faults={faults[index] ?? {}}
            onPart={(change) =>
              onSplit({ parts: parts.map((one, place) => (place === index ? { ...one, ...change } : one)) })
            }
            onRemove={() => remove(index)}
          />
        ))}
      </ol>
      <Sum split={split} />
      <Button
        size="small"
        disabledReason={
          parts.length >= mostParts ? t('console-datasets.parts_most', { most: mostParts }) : null
        }
        onClick={add}
      >
        {t('console-datasets.part_add')}
      </Button>
    </fieldset>
  );
}

interface PartProps {
  split: SplitDraft;
  part: PartDraft;
  index: number;
  faults: ReturnType<typeof partFaults>[number];
  onPart: (change: Partial<PartDraft>) => void;
  onRemove: () => void;
}

function Part({ split: { by, parts }, part, index, faults, onPart, onRemove }: PartProps) {
  const t = useT();
  const number = index + 1;
  const least = leastParts(by);
  const told = (field: keyof PartDraft) => {
    const fault = faults[field];
    return fault === undefined ? null : t(`console-datasets.part_fault_${fault}`);
  };
  const isLast = index === parts.length - 1;
  return (
    <li>
      <TextField
        label={t('console-datasets.part_name', { number })}
        value={part.name}
        error={told('name')}
        spellCheck={false}
        onChange={(event) => onPart({ name: event.target.value })}
      />
      {by === 'date' ? null : (
        <TextField
          label={t('console-datasets.part_share', { number })}
          inputMode="decimal"
          value={part.share}
          error={told('share')}
          onChange={(event) => onPart({ share: event.target.value })}
        />
      )}
      {by === 'date' && !isLast ? (
        <TextField
          label={t('console-datasets.part_until', { number })}
          hint={t('console-datasets.part_until_hint')}
          value={part.until}
          error={told('until')}
          onChange={(event) => onPart({ until: event.target.value })}
        />
      ) : null}
      {by === 'date' && isLast ? <p className="muted">{t('console-datasets.part_rest')}</p> : null}
      <Button
        size="small"
        aria-label={t('console-datasets.part_remove_named', {
          name: part.name === '' ? String(number) : part.name,
        })}
        disabledReason={parts.length <= least ? t('console-datasets.parts_least', { count: least }) : null}
        onClick={onRemove}
      >
        {t('console-datasets.part_remove')}
      </Button>
    </li>
  );
}

function Sum({ split }: { split: SplitDraft }) {
  const t = useT();
  const sum = sumOfShares(split.parts);
  if (split.by === 'date' || sum === null) return null;
  const said = { sum: String(sum) };
  return isSumWrong(split) ? (
    <p role="alert" className={own['wrong']}>
      <Icon name="alert" size={14} /> {t('console-datasets.parts_sum_wrong', said)}
    </p>
  ) : (
    <p className="muted">{t('console-datasets.parts_sum', said)}</p>
  );
}
