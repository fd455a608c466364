import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useState } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Select } from '../../../../ui/Field.tsx';
import { useNameLabel } from '../../shared/Name.tsx';
import { VoteFilters } from '../VoteFilters.tsx';
import type { Leaderboard } from './LeaderboardPage.tsx';
import {
  bothBadChoices,
  clusterChoices,
  controlChoices,
  labelChoices,
  type LeaderboardOptions,
  minVotesChoices,
} from './use-leaderboard-options.ts';

interface Props {
  /** Null while it is computed: what there is to choose from stays what it was. */
  board: Leaderboard | null;
  options: LeaderboardOptions;
  onChoose: (change: Partial<Record<keyof LeaderboardOptions, string>>) => void;
}

/** Which votes are taken, of whom, and what is allowed for. */
export function Filters({ board, options, onChoose }: Props) {
  const t = useT();
  const [known, setKnown] = useState(board);
  if (board !== null && board !== known) setKnown(board);
  return (
    <VoteFilters known={known} options={options} onChoose={onChoose}>
      <Voters known={known} options={options} onChoose={onChoose} />
      <MinVotes options={options} onChoose={onChoose} />
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

interface VotersProps {
  known: Leaderboard | null;
  options: LeaderboardOptions;
  onChoose: Props['onChoose'];
}

/** Whose labels: of annotators or of reviewers, of one of them, of a team. */
function Voters({ known, options, onChoose }: VotersProps) {
  const t = useT();
  const labelOf = useNameLabel();
  const { annotatorId, team } = options;
  const everybody = { value: '', label: t('console-statistics.all') };
  const people = known?.annotators ?? [];
  const isTwin = lookAlikesOfKinds(people.map(({ name }) => name));
  const isListed = annotatorId === undefined || people.some(({ id }) => id === annotatorId);
  const teams = [...new Set([...(known?.teams ?? []), ...(team === undefined ? [] : [team])])];
  const isTwinTeam = lookAlikesOfKinds(teams);
  return (
    <>
      <Select
        label={t('console-leaderboard.labels')}
        value={options.labels}
        options={labelChoices.map((value) => ({ value, label: t(`console-leaderboard.labels_${value}`) }))}
        // Who judged and who decides are other people.
        onChange={(labels) => onChoose({ labels, annotatorId: '' })}
      />
      <Select
        label={t(`console-leaderboard.who_${options.labels}`)}
        value={annotatorId ?? ''}
        options={[
          everybody,
          ...people.map(({ id, name }) => ({
            value: id,
            label: labelOf({ text: name, isTwin: isTwin(name), id }),
          })),
          // It is set, whether or not anything is known of it.
          ...(isListed ? [] : [{ value: annotatorId, label: t('console-leaderboard.who_unknown') }]),
        ]}
        onChange={(id) => onChoose({ annotatorId: id })}
      />
      <Select
        label={t('console-leaderboard.team')}
        value={team ?? ''}
        disabled={teams.length === 0}
        {...(teams.length === 0 && known !== null ? { hint: t('console-leaderboard.no_teams') } : {})}
        options={[
          everybody,
          ...teams.map((value) => ({ value, label: labelOf({ text: value, isTwin: isTwinTeam(value) }) })),
        ]}
        onChange={(value) => onChoose({ team: value })}
      />
    </>
  );
}

/** How many results a model needs to be shown. */
function MinVotes({ options: { minVotes }, onChoose }: Pick<Props, 'options' | 'onChoose'>) {
  const t = useT();
  const formats = useFormats();
  const choices = [...new Set<number>([...minVotesChoices, minVotes])].sort((one, other) => one - other);
  return (
    <Select
      label={t('console-leaderboard.min_votes')}
      value={String(minVotes)}
      options={choices.map((least) => ({ value: String(least), label: formats.number(least) }))}
      onChange={(least) => onChoose({ minVotes: least })}
    />
  );
}
