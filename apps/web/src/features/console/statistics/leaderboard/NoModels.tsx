import type { MessageKey } from '../../../../i18n/keys.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import type { Leaderboard } from './LeaderboardPage.tsx';
import { type LeaderboardOptions, noFilters } from './use-leaderboard-options.ts';

interface Props {
  board: Leaderboard;
  options: LeaderboardOptions;
  onChoose: (change: Partial<Record<keyof LeaderboardOptions, string>>) => void;
}

type Why = 'hidden' | 'filtered' | 'one_model' | 'single' | 'decisions' | 'rank' | 'pair';

/** Why there is no model to show, and what to do about it. */
export function NoModels({ board, options, onChoose }: Props) {
  const t = useT();
  const why = whyEmpty(board, options);
  const key = <Part extends 'none' | 'none_why'>(part: Part) =>
    `console-leaderboard.${part}_${why}` satisfies MessageKey;
  return (
    <EmptyState
      title={t(key('none'))}
      {...(isFiltered(options)
        ? {
            action: (
              <Button onClick={() => onChoose(noFilters)}>{t('console-leaderboard.without_filters')}</Button>
            ),
          }
        : {})}
    >
      <p>{t(key('none_why'), { models: board.hiddenModels, least: options.minVotes })}</p>
    </EmptyState>
  );
}

export function whyEmpty(
  { hiddenModels, sameModel, question }: Pick<Leaderboard, 'hiddenModels' | 'sameModel' | 'question'>,
  options: LeaderboardOptions,
): Why {
  if (hiddenModels > 0) return 'hidden';
  if (sameModel > 0) return 'one_model';
  // Nothing that a filter lets through makes pairs of single answers.
  if (question === 'single') return 'single';
  if (isNarrowed(options)) return 'filtered';
  if (options.labels === 'adjudicated') return 'decisions';
  return question === 'rank' ? 'rank' : 'pair';
}

function isNarrowed({ language, category, annotatorId, team, from, to }: LeaderboardOptions): boolean {
  return [language, category, annotatorId, team, from, to].some((value) => value !== undefined);
}

function isFiltered(options: LeaderboardOptions): boolean {
  return isNarrowed(options) || options.labels !== 'votes' || options.minVotes > 1;
}
