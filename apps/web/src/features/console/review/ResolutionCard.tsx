import type { ExplainedResolution } from '@pairwright/contract/resolutions';
import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { useSpeaker } from '../projects/form/FormFacts.tsx';
import styles from '../shared/console.module.css';
import { Figures, type Figure } from '../shared/Figures.tsx';
import { LabelVersions } from './LabelVersions.tsx';
import { QuestionLabels } from './QuestionLabels.tsx';
import { rankingFigures } from './ranking-figures.ts';
import { labelWords, valueWords } from './question-words.ts';
import { StepLabels } from './StepLabels.tsx';
import { Stopping } from './Stopping.tsx';

interface Props {
  projectId: string;
  comparisonId: string;
  models: readonly string[];
}

/** The label of a comparison, which judgments made it, and the labels it had before. */
export function ResolutionCard({ projectId, comparisonId, models }: Props) {
  const t = useT();
  const params = { projectId, comparisonId };
  const resolution = useQuery({ ...read('getResolution', { params }), refetchOnMount: 'always' });
  const { data } = resolution;
  const aside = data === undefined ? null : <ResultBadge resolution={data} models={models} />;
  return (
    <Card title={t('console-review.resolution')} aside={aside}>
      {resolution.error === null ? null : (
        <ProblemState error={resolution.error} onRetry={() => void resolution.refetch()} />
      )}
      {resolution.isPending ? <Skeleton lines={3} /> : null}
      {data === undefined ? null : <Explained resolution={data} models={models} />}
    </Card>
  );
}

interface Told {
  resolution: ExplainedResolution;
  models: readonly string[];
}

function ResultBadge({ resolution, models }: Told) {
  const speaker = useSpeaker();
  const tones = {
    winner: 'ok',
    tie: 'neutral',
    both_bad: 'neutral',
    contested: 'warn',
    unresolved: 'neutral',
    answered: 'neutral',
  } as const;
  return (
    <Badge tone={tones[resolution.result]}>
      {labelWords(resolution, { question: 'main', models }, speaker)}
    </Badge>
  );
}

function Explained({ resolution, models }: Told) {
  const speaker = useSpeaker();
  const { t, formats } = speaker;
  const { model, reason, judgments, versions, questions, steps } = resolution;
  const figures = useFigures({ resolution, models });
  if (resolution.version === 0 || (judgments.length === 0 && versions.length === 0))
    return <p className="muted">{t('console-review.reason_too_few_judgments')}</p>;
  return (
    <>
      {reason === null ? null : <p>{t(`console-review.reason_${reason}`)}</p>}
      <Figures items={figures} />
      <details>
        <summary className={styles['summary']}>{t('console-review.how')}</summary>
        <p className="muted">
          {model === null
            ? t(`console-review.how_${kindOf(resolution)}`)
            : t('console-review.how_weighted', {
                when: formats.dateTime(model.computedAt),
                votes: model.votes,
                annotators: model.annotators,
                comparisons: model.comparisons,
              })}
        </p>
        {steps === null ? null : <StepLabels steps={steps} />}
        <Stopping look={resolution.stopping} />
        <Parts judgments={judgments} />
        <LabelVersions
          caption={t('console-review.versions')}
          versions={versions}
          words={(version) => labelWords(version, { question: 'main', models }, speaker)}
        />
      </details>
      {questions.length === 0 ? null : <QuestionLabels questions={questions} models={models} />}
    </>
  );
}

/** Which sentence tells how a label is found where votes weigh the same. */
function kindOf({ steps, responses, result }: ExplainedResolution) {
  if (steps !== null) return 'steps' as const;
  if (responses !== null) return 'thumbs' as const;
  return result === 'answered' ? ('ratings' as const) : ('majority' as const);
}

function useFigures({ resolution, models }: Told): Figure[] {
  const speaker = useSpeaker();
  const { t, formats } = speaker;
  const { method, agreement, soft, votesUsed, disagreement, responses, ranking } = resolution;
  const { probability, low, high } = soft;
  const figures: Figure[] = [
    {
      label: t('console-review.method'),
      value: method === null ? '–' : t(`console-review.method_${method}`),
    },
    { label: t('console-review.votes_used'), value: formats.number(votesUsed) },
    {
      label: t('console-review.agreement'),
      value: agreement === null ? '–' : formats.percent(agreement),
    },
    { label: t('console-review.disagreement'), value: formats.percent(disagreement) },
  ];
  const thumbs = responses?.[0];
  if (thumbs !== undefined)
    figures.push({
      label: t(`console-review.${method === 'weighted' ? 'probability_good' : 'col_share_good'}`),
      value: valueWords(thumbs, 'main', speaker),
    });
  else if (probability !== null)
    figures.push({
      label: t('console-review.probability', { model: models[0] ?? '' }),
      value: t('console-review.probability_interval', {
        probability: formats.percent(probability),
        low: low === null ? '–' : formats.percent(low),
        high: high === null ? '–' : formats.percent(high),
      }),
    });
  else if (ranking !== null) figures.push(...rankingFigures(ranking, models, speaker));
  return figures;
}

type Judgment = ExplainedResolution['judgments'][number];

function Parts({ judgments }: { judgments: readonly Judgment[] }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Judgment>
      caption={t('console-review.how')}
      hideCaption
      rows={judgments}
      rowKey={(row) => row.judgmentId}
      columns={[
        {
          key: 'annotator',
          header: t('console-review.col_annotator'),
          rowHeader: true,
          cell: (row) => <bdi dir="auto">{row.annotator}</bdi>,
        },
        {
          key: 'part',
          header: t('console-review.col_part'),
          cell: (row) => t(`console-review.part_${row.reason ?? 'counts'}`),
        },
        {
          key: 'weight',
          header: t('console-review.col_weight'),
          align: 'end',
          cell: (row) => (row.weight === null ? '–' : formats.number(Math.round(row.weight * 100) / 100)),
        },
        {
          key: 'accuracy',
          header: t('console-review.col_accuracy'),
          align: 'end',
          cell: (row) => (row.accuracy === null ? '–' : formats.percent(row.accuracy)),
        },
      ]}
    />
  );
}
