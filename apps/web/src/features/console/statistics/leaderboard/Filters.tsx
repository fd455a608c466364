import { useT } from '../../../../i18n/use-i18n.ts';
import { Select, TextField } from '../../../../ui/Field.tsx';
import styles from '../statistics.module.css';
import type { Leaderboard } from './LeaderboardPage.tsx';
import {
  bothBadChoices,
  clusterChoices,
  controlChoices,
  type LeaderboardOptions,
} from './use-leaderboard-options.ts';

interface Props {
  /** Null while it is computed: what there is to choose from is not known then. */
  board: Leaderboard | null;
  options: LeaderboardOptions;
  onChoose: (change: Partial<Record<keyof LeaderboardOptions, string>>) => void;
}

/** Which votes are taken, and what is allowed for. */
export function Filters({ board, options, onChoose }: Props) {
  const t = useT();
  const named = (all: readonly string[] | undefined, chosen: string | undefined) => [
    { value: '', label: t('console-leaderboard.all') },
    ...[...new Set([...(all ?? []), ...(chosen === undefined ? [] : [chosen])])].map((value) => ({
      value,
      label: value,
    })),
  ];
  return (
    <div className={styles['filters']} role="group" aria-label={t('console-leaderboard.filters')}>
      <Select
        label={t('console-leaderboard.language')}
        value={options.language ?? ''}
        options={named(board?.languages, options.language)}
        onChange={(language) => onChoose({ language })}
      />
      <Select
        label={t('console-leaderboard.category')}
        value={options.category ?? ''}
        options={named(board?.categories, options.category)}
        onChange={(category) => onChoose({ category })}
      />
      <Select
        label={t('console-leaderboard.control')}
        value={options.control}
        options={controlChoices.map((value) => ({
          value,
          label: t(`console-leaderboard.control_${value}`),
        }))}
        onChange={(control) => onChoose({ control })}
      />
      <Select
        label={t('console-leaderboard.both_bad')}
        value={options.bothBad}
        options={bothBadChoices.map((value) => ({
          value,
          label: t(`console-leaderboard.both_bad_${value}`),
        }))}
        onChange={(bothBad) => onChoose({ bothBad })}
      />
      <Select
        label={t('console-leaderboard.cluster')}
        value={options.cluster}
        options={clusterChoices.map((value) => ({ value, label: t(`console-leaderboard.cluster_${value}`) }))}
        onChange={(cluster) => onChoose({ cluster })}
      />
      {(['from', 'to'] as const).map((end) => (
        <TextField
          key={end}
          type="date"
          label={t(`console-leaderboard.${end}`)}
          value={options[end] ?? ''}
          onChange={(event) => onChoose({ [end]: event.target.value })}
        />
      ))}
    </div>
  );
}
