import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import type { ReactNode } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Select, TextField } from '../../../ui/Field.tsx';
import { useNameLabel } from '../shared/Name.tsx';
import styles from './statistics.module.css';

/** What every statistic may be narrowed to. */
export interface VoteFilter {
  language?: string;
  category?: string;
  from?: string;
  to?: string;
}

interface Props {
  /** What there is to choose from; null while it is not known. */
  known: { languages: readonly string[]; categories: readonly string[] } | null;
  options: VoteFilter;
  onChoose: (change: Partial<Record<keyof VoteFilter, string>>) => void;
  /** What else the statistic may be made by. */
  children?: ReactNode;
}

/** Which votes are taken. */
export function VoteFilters({ known, options, onChoose, children }: Props) {
  const t = useT();
  const labelOf = useNameLabel();
  const named = (all: readonly string[] | undefined, chosen: string | undefined) => {
    const names = [...new Set([...(all ?? []), ...(chosen === undefined ? [] : [chosen])])];
    const isTwin = lookAlikesOfKinds(names);
    return [
      { value: '', label: t('console-statistics.all') },
      ...names.map((value) => ({ value, label: labelOf({ text: value, isTwin: isTwin(value) }) })),
    ];
  };
  return (
    <div className={styles['filters']} role="group" aria-label={t('console-statistics.filters')}>
      <Select
        label={t('console-statistics.language')}
        value={options.language ?? ''}
        options={named(known?.languages, options.language)}
        onChange={(language) => onChoose({ language })}
      />
      <Select
        label={t('console-statistics.category')}
        value={options.category ?? ''}
        options={named(known?.categories, options.category)}
        onChange={(category) => onChoose({ category })}
      />
      {children}
      {(['from', 'to'] as const).map((end) => (
        <TextField
          key={end}
          type="date"
          label={t(`console-statistics.${end}`)}
          value={options[end] ?? ''}
          onChange={(event) => onChoose({ [end]: event.target.value })}
        />
      ))}
    </div>
  );
}
