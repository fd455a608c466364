import { useT } from '../../../../i18n/use-i18n.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { useFormats } from '../../../../i18n/format.ts';
import { ProjectFrame } from '../../shared/ProjectFrame.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { StatisticsFrame } from '../StatisticsFrame.tsx';
import { type KnownOf, useStatistics } from '../use-statistics.ts';
import { CompareTwo } from './CompareTwo.tsx';
import { EffectsCard } from './EffectsCard.tsx';
import { Filters } from './Filters.tsx';
import { NoModels } from './NoModels.tsx';
import { PlackettLuceCard } from './PlackettLuceCard.tsx';
import { Standings } from './Standings.tsx';
import { useLeaderboardOptions } from './use-leaderboard-options.ts';
import { WinsCard } from './WinsCard.tsx';

export type Leaderboard = NonNullable<KnownOf<'leaderboard'>['result']>;

export default function LeaderboardPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const { options, snapshot, choose } = useLeaderboardOptions();
  const statistics = useStatistics({ projectId, kind: 'leaderboard', options, snapshot });
  const board = statistics.query.data?.result ?? null;
  return (
    <ProjectFrame projectId={projectId} title={t('console-leaderboard.title')}>
      <Filters board={board} options={options} onChoose={choose} />
      <StatisticsFrame statistics={statistics}>
        {(result, { id }) =>
          result.models.length === 0 ? (
            <NoModels board={result} options={options} onChoose={choose} />
          ) : (
            <>
              <Warnings board={result} minVotes={options.minVotes} />
              <Standings board={result} snapshotId={id} />
              {result.plackettLuce === null ? null : <PlackettLuceCard board={result.plackettLuce} />}
              <CompareTwo board={result} />
              <WinsCard board={result} />
              <EffectsCard board={result} />
            </>
          )
        }
      </StatisticsFrame>
    </ProjectFrame>
  );
}

/** What a reader must know before reading a number. */
function Warnings({ board, minVotes }: { board: Leaderboard; minVotes: number }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      {board.islands.length === 0 ? null : (
        <Banner tone="warn">
          <p>{t('console-leaderboard.islands')}</p>
          <ul>
            {board.islands.map((island) => (
              <li key={island[0]}>
                <bdi>{formats.list(island)}</bdi>
              </li>
            ))}
          </ul>
        </Banner>
      )}
      {board.withPrior ? <Banner tone="warn">{t('console-leaderboard.with_prior')}</Banner> : null}
      {board.hiddenModels === 0 ? null : (
        <Banner>{t('console-leaderboard.hidden', { models: board.hiddenModels, least: minVotes })}</Banner>
      )}
      {board.textMissing === 0 ? null : (
        <Banner>
          <RowsLink rows={{ votes: 'counted' }}>
            {t('console-leaderboard.text_missing', { votes: board.textMissing })}
          </RowsLink>
        </Banner>
      )}
      {board.sameModel === 0 ? null : (
        <Banner>
          <RowsLink rows={{ votes: 'counted' }}>
            {t('console-leaderboard.same_model', { votes: board.sameModel })}
          </RowsLink>
        </Banner>
      )}
    </>
  );
}
