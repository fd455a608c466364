import { useT } from '../../../../i18n/use-i18n.ts';
import { Select } from '../../../../ui/Field.tsx';
import { VoteFilters } from '../VoteFilters.tsx';
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
  return (
    <VoteFilters known={board} options={options} onChoose={onChoose}>
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
        label={t('console-statistics.both_bad')}
        value={options.bothBad}
        options={bothBadChoices.map((value) => ({
          value,
          label: t(`console-statistics.both_bad_${value}`),
        }))}
        onChange={(bothBad) => onChoose({ bothBad })}
      />
      <Select
        label={t('console-leaderboard.cluster')}
        value={options.cluster}
        options={clusterChoices.map((value) => ({ value, label: t(`console-leaderboard.cluster_${value}`) }))}
        onChange={(cluster) => onChoose({ cluster })}
      />
    </VoteFilters>
  );
}
