import type { FileColumn } from '@pairwright/contract/import-inspection';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Select } from '../../../../ui/Field.tsx';
import styles from '../../shared/console.module.css';
import type { MappingDraft } from './mapping-draft.ts';
import type { VoteDraft } from './vote-draft.ts';

export interface FieldsProps {
  draft: MappingDraft;
  change: (draft: MappingDraft) => void;
  columns: readonly FileColumn[];
}

/** One of the past judgments that are filled in. */
export interface VoteProps extends Omit<FieldsProps, 'change'> {
  vote: VoteDraft;
  put: (part: Partial<VoteDraft>) => void;
}

interface PlaceProps {
  label: string;
  columns: readonly FileColumn[];
  value: string;
  onChange: (place: string) => void;
}

/** A place of the file, or none. A place of a mapping that this file lacks stays to be seen. */
export function PlaceSelect({ label, columns, value, onChange }: PlaceProps) {
  const t = useT();
  const places = columns.map(({ place }) => place);
  const all = value === '' || places.includes(value) ? places : [value, ...places];
  const example = columns.find(({ place }) => place === value)?.example;
  return (
    <Select
      label={label}
      value={value}
      onChange={onChange}
      {...(example !== undefined &&
        example !== '' && { hint: <span className={styles['value']}>{example}</span> })}
      options={[
        { value: '', label: t('console-imports.no_place') },
        ...all.map((place) => ({ value: place, label: place })),
      ]}
    />
  );
}

/** Keys of the items of a list, as columns of their own. */
export function itemKeys(columns: readonly FileColumn[], list: string): FileColumn[] {
  const inside = `${list}.0.`;
  return columns.flatMap((column) =>
    list !== '' && column.place.startsWith(inside)
      ? [{ ...column, place: column.place.slice(inside.length) }]
      : [],
  );
}
