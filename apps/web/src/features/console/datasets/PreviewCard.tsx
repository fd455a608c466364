import type { CallOutput } from '@pairwright/contract/client';
import type { ExportFormat, Recipe } from '@pairwright/contract/datasets';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { exportFormats } from '@pairwright/contract/export-formats';
import { type Ref, useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Select } from '../../../ui/Field.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';
import { FilteredJudgments } from './FilteredJudgments.tsx';
import { KindTable } from './KindTable.tsx';

import { RecipeHealth } from '../dataset-health/RecipeHealth.tsx';
import { UnmatchedBanner } from './UnmatchedBanner.tsx';
import { SplitCounts } from './SplitCounts.tsx';
import { useSettled } from './use-settled.ts';
import { TextDrops } from './TextDrops.tsx';
import { Waterfall } from './Waterfall.tsx';

interface Props {
  projectId: string;
  /** The dataset that has the recipe, or is to have it; left out of one that is yet to be made. */
  datasetId?: string;
  recipe: Recipe;
  headingRef?: Ref<HTMLHeadingElement>;
}

/** What the recipe would keep and drop now, and the first lines exactly as they would be written. */
export function PreviewCard({ projectId, datasetId, recipe, headingRef }: Props) {
  const t = useT();
  const [format, setFormat] = useState<ExportFormat>('trl-implicit');
  const settled = useSettled(JSON.stringify(recipe));
  const preview = useQuery({
    ...read('previewRecipe', {
      params: { projectId },
      body: {
        recipe: JSON.parse(settled) as Recipe,
        format,
        ...(datasetId === undefined ? {} : { datasetId }),
      },
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = preview;
  return (
    <Card title={t('console-datasets.preview')} {...(headingRef === undefined ? {} : { headingRef })}>
      <p className="muted">{t('console-datasets.preview_why')}</p>
      {preview.error === null ? null : (
        <ProblemState error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {preview.isPending ? <Skeleton lines={6} /> : null}
      {data === undefined ? null : (
        <div aria-busy={preview.isFetching} className={styles['form']}>
          <p role="status">
            <strong>{t('console-datasets.keeps', { rows: data.rows, comparisons: data.comparisons })}</strong>
          </p>
          <Sampled sampled={data.sampled} />
          <UnmatchedBanner projectId={projectId} filters={recipe.filters} />
          <Select
            label={t('console-datasets.preview_format')}
            value={format}
            onChange={setFormat}
            options={exportFormats.map((value) => ({ value, label: t(`console-datasets.format_${value}`) }))}
          />
          <Waterfall
            comparisons={data.comparisons}
            units={data.units}
            drops={data.drops}
            rows={data.rows}
            held={data.held ?? undefined}
            examples={{ projectId, byReason: data.examples }}
          />
          <FilteredJudgments {...data.judgments} />
          <TextDrops near={data.near} personal={data.personal} />
          <KindTable kinds={data.kinds} />
          <SplitCounts splits={data.splits} />
          <RecipeHealth projectId={projectId} recipe={recipe} />
          <FirstLines preview={data} />
        </div>
      )}
    </Card>
  );
}

function FirstLines({ preview }: { preview: CallOutput<'previewRecipe'> }) {
  const t = useT();
  if (preview.lines.length === 0)
    return (
      <p className="muted">
        {t(preview.rows === 0 ? 'console-datasets.no_lines' : 'console-datasets.no_preview')}
      </p>
    );
  return (
    <pre
      className={styles['lines']}
      tabIndex={0}
      role="region"
      aria-label={t('console-datasets.first_lines')}
      translate="no"
      dir="ltr"
    >
      {preview.lines.join('\n')}
    </pre>
  );
}

/** Says that the numbers are estimates, where they are. */
function Sampled({ sampled }: Pick<CallOutput<'previewRecipe'>, 'sampled'>) {
  const t = useT();
  if (sampled === null) return null;
  return <p className="muted">{t('console-datasets.sampled', { ...sampled })}</p>;
}
