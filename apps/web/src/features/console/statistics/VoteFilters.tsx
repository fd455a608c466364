import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import type { ReactNode } from 'react';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Select, TextField } from '../../../ui/Field.tsx';
import { useNameLabel } from '../shared/Name.tsx';
import styles from './statistics.module.css';

/** What every statistic may be narrowed to. */
export interface VoteFilter {
  language?: string;
  category?: string;
  round?: number;
  batchId?: string;
  from?: string;
  to?: string;
}

interface Props {
  /** What there is to choose from; null while it is not known. */
  known: {
    languages: readonly string[];
    categories: readonly string[];
    rounds: readonly number[];
    batches: readonly { id: string; name: string; round: number }[];
  } | null;
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
      <Batches known={known} options={options} onChoose={onChoose} />
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

/** Which rounds and batches; what the address sets is shown whether or not it is known. */
function Batches({ known, options: { round, batchId }, onChoose }: Omit<Props, 'children'>) {
  const t = useT();
  const formats = useFormats();
  const labelOf = useNameLabel();
  const all = { value: '', label: t('console-statistics.all') };
  const rounds = [...new Set([...(known?.rounds ?? []), ...(round === undefined ? [] : [round])])];
  const batches = known?.batches ?? [];
  const isTwin = lookAlikesOfKinds(batches.map(({ name }) => name));
  const isListed = batchId === undefined || batches.some(({ id }) => id === batchId);
  return (
    <>
      <Select
        label={t('console-statistics.round')}
        value={round === undefined ? '' : String(round)}
        options={[all, ...rounds.map((value) => ({ value: String(value), label: formats.number(value) }))]}
        onChange={(value) => onChoose({ round: value })}
      />
      <Select
        label={t('console-statistics.batch')}
        value={batchId ?? ''}
        options={[
          all,
          ...batches.map(({ id, name }) => ({
            value: id,
            label: labelOf({ text: name, isTwin: isTwin(name), id }),
          })),
          ...(isListed ? [] : [{ value: batchId, label: t('console-statistics.batch_unknown') }]),
        ]}
        onChange={(value) => onChoose({ batchId: value })}
      />
    </>
  );
}
