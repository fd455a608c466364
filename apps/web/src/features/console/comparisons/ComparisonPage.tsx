import type { CallOutput } from '@pairwright/contract/client';
import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Turns } from '../../../labeling/pane/Turns.tsx';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { Figures } from '../shared/Figures.tsx';
import { NameMarks } from '../shared/Name.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { ResolutionCard } from '../review/ResolutionCard.tsx';
import { InVersionsCard } from '../versions/InVersionsCard.tsx';
import { BesideInList } from './BesideInList.tsx';
import { listOf } from './comparison-list.ts';
import { FeedbackCard } from './FeedbackCard.tsx';
import { FlagsCard } from './FlagsCard.tsx';
import { GoldCard } from '../routing/GoldCard.tsx';
import { OrderCard } from '../routing/OrderCard.tsx';
import { Judgments } from './Judgments.tsx';
import { KeptBack } from './KeptBack.tsx';
import { WithdrawCard } from '../withdrawals/WithdrawCard.tsx';
import { PracticeCard } from './PracticeCard.tsx';
import { Said } from './Said.tsx';
import { type SeenComparison, seenOf } from './seen.ts';
import { useLanguageText } from './use-language-text.ts';

type Comparison = CallOutput<'getComparison'>;

export default function ComparisonPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const input = { params: { projectId, comparisonId: params['comparisonId'] ?? '' } };
  const comparison = useQuery({ ...read('getComparison', input), refetchOnMount: 'always' });
  const [search] = useSearchParams();
  const list = listOf(search);
  const [rendering, setRendering] = useState<'markdown' | 'raw'>('markdown');
  const toggle = (
    <Button
      icon="code"
      aria-pressed={rendering === 'raw'}
      onClick={() => setRendering(rendering === 'raw' ? 'markdown' : 'raw')}
    >
      {t('console-projects.show_raw')}
    </Button>
  );
  return (
    <ProjectFrame projectId={projectId} title={t('console-projects.comparison')} aside={toggle}>
      <Link href={list === null ? paths.comparisons(projectId) : `${paths.comparisons(projectId)}?${list}`}>
        {t('console-projects.back_to_comparisons')}
      </Link>
      {list === null ? null : (
        <BesideInList projectId={projectId} comparisonId={input.params.comparisonId} list={list} />
      )}
      {comparison.error === null ? null : (
        <ProblemState error={comparison.error} onRetry={() => void comparison.refetch()} />
      )}
      {comparison.isPending ? <Skeleton lines={8} /> : null}
      {comparison.data === undefined ? null : (
        <View projectId={projectId} comparison={comparison.data} rendering={rendering} />
      )}
    </ProjectFrame>
  );
}

interface ViewProps<Shown = SeenComparison> {
  projectId: string;
  comparison: Shown;
  rendering: 'markdown' | 'raw';
}

function View({ projectId, comparison, rendering }: ViewProps<Comparison>) {
  const t = useT();
  const formats = useFormats();
  const seen = seenOf(comparison);
  const languageText = useLanguageText();
  const { language } = comparison;
  return (
    <>
      <Figures
        items={[
          {
            label: t('console-projects.judgments'),
            value: t('console-projects.judged_of', {
              judged: comparison.judged,
              target: comparison.targetJudgments,
            }),
          },
          { label: t('console-projects.col_leased'), value: formats.number(comparison.leased) },
          { label: t('console-projects.col_skips'), value: formats.number(comparison.skipped) },
          { label: t('console-projects.col_flags'), value: formats.number(comparison.flagged) },
          { label: t('console-projects.col_language'), value: languageText(comparison) },
          { label: t('console-projects.category'), value: comparison.category ?? '–' },
        ]}
      />
      <Card title={t('console-projects.prompt')}>
        <Turns messages={comparison.prompt} language={language} rendering={rendering} />
      </Card>
      {seen === null ? (
        <KeptBack projectId={projectId} comparison={comparison} rendering={rendering} />
      ) : (
        <SeenView projectId={projectId} comparison={seen} rendering={rendering} />
      )}
    </>
  );
}

/** The answers with their models, and all that people and the project made of them. */
function SeenView({ projectId, comparison, rendering }: ViewProps) {
  const me = useMe();
  return (
    <>
      <Responses comparison={comparison} rendering={rendering} />
      <ResolutionCard
        projectId={projectId}
        comparisonId={comparison.id}
        models={comparison.responses.map(({ model }) => model)}
      />
      <Judgments projectId={projectId} comparison={comparison} />
      {may(me, projectId, 'export') ? (
        <InVersionsCard projectId={projectId} comparisonId={comparison.id} />
      ) : null}
      <FeedbackCard projectId={projectId} comparison={comparison} />
      {may(me, projectId, 'manage') ? (
        <>
          <PracticeCard projectId={projectId} comparison={comparison} />
          <GoldCard projectId={projectId} comparison={comparison} />
          <OrderCard projectId={projectId} comparisonId={comparison.id} />
          <WithdrawCard projectId={projectId} comparison={comparison} />
        </>
      ) : null}
      <Said projectId={projectId} comparison={comparison} />
      {comparison.flags.length === 0 ? null : <FlagsCard projectId={projectId} flags={comparison.flags} />}
    </>
  );
}

function Responses({ comparison, rendering }: Omit<ViewProps, 'projectId'>) {
  const t = useT();
  const { language, responses } = comparison;
  const isTwin = lookAlikesOfKinds(responses.map(({ model }) => model));
  return (
    <div className={styles['grid']}>
      {responses.map((response) => (
        <Card
          key={response.id}
          title={t('console-projects.response_of', { model: response.model })}
          aside={<NameMarks text={response.model} isTwin={isTwin(response.model)} />}
        >
          {response.messages === null ? (
            <p className="muted">{t('console-projects.no_response_text')}</p>
          ) : (
            <Turns messages={response.messages} language={language} rendering={rendering} />
          )}
        </Card>
      ))}
    </div>
  );
}
