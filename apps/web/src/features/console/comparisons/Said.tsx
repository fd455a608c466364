import type { QuestionForm } from '@pairwright/contract/question-form';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { useSpeaker } from '../projects/form/FormFacts.tsx';
import { detailsOf } from './answer-words.ts';
import styles from './said.module.css';
import { keyName, saidLines } from './said-lines.ts';
import type { Told } from './said-lines.ts';
import type { SeenComparison } from './seen.ts';

const Rewritten = lazy(() => import('./Rewritten.tsx'));

/** Everything people said beside their answers, by person, with the names the parts had in the version they answered. */
export function Said({ projectId, comparison }: { projectId: string; comparison: SeenComparison }) {
  const t = useT();
  const judgments = comparison.judgments.filter((judgment) => hasMore(detailsOf(judgment)));
  const questions = useQuery({
    ...read('listQuestions', { params: { projectId } }),
    enabled: judgments.length > 0,
  });
  if (judgments.length === 0) return null;
  const formOf = (version: number): QuestionForm | null =>
    questions.data?.items.find((question) => question.version === version)?.form ?? null;
  return (
    <Card title={t('console-question.said')}>
      {judgments.map((judgment) => (
        <article key={judgment.id} className={styles['person']}>
          <h3>
            {t('console-question.said_by', {
              annotator: judgment.annotator,
              version: judgment.questionVersion,
            })}
          </h3>
          <Parts
            details={detailsOf(judgment)}
            form={formOf(judgment.questionVersion)}
            comparison={comparison}
          />
        </article>
      ))}
    </Card>
  );
}

function hasMore(details: CanonicalDetails | null): boolean {
  if (details === null) return false;
  return Object.values(details).some((part: unknown) =>
    Array.isArray(part) ? part.length > 0 : part !== null && part !== undefined,
  );
}

interface PartsProps {
  details: CanonicalDetails | null;
  form: QuestionForm | null;
  comparison: SeenComparison;
}

function Parts({ details, form, comparison }: PartsProps) {
  const speaker = useSpeaker();
  const { t } = speaker;
  if (details === null) return null;
  const models = comparison.responses.map((response) => response.model);
  const told: Told = { details, form, models };
  const groups = saidLines(told, speaker);
  return (
    <>
      {groups.map(({ title, lines }) => (
        <Group key={title} title={title}>
          <ul className={styles['lines']}>
            {lines.map((line) => (
              <li key={line}>
                <bdi dir="auto">{line}</bdi>
              </li>
            ))}
          </ul>
        </Group>
      ))}
      <Spans told={told} />
      {(details.rewrite ?? null) === null || details.rewrite === null ? null : (
        <Group title={t('console-question.said_rewrite')}>
          <Suspense fallback={null}>
            <Rewritten rewrite={details.rewrite} comparison={comparison} />
          </Suspense>
        </Group>
      )}
    </>
  );
}

function Spans({ told }: { told: Told }) {
  const speaker = useSpeaker();
  const { t } = speaker;
  const spans = told.details.spans ?? [];
  if (spans.length === 0) return null;
  const toneOf = (key: string) => told.form?.spans.find((span) => span.key === key)?.tone ?? 'neutral';
  return (
    <Group title={t('console-question.list_spans')}>
      <ul className={styles['lines']}>
        {spans.map((span) => (
          <li key={`${span.response} ${span.message} ${span.start} ${span.end} ${span.label}`}>
            {t('console-question.said_span', {
              label: keyName(told.form?.spans ?? [], span.label, speaker),
              model: told.models[span.response] ?? '',
            })}{' '}
            <q className={styles[toneOf(span.label)]} dir="auto">
              {span.quote}
            </q>
            {span.note === null ? null : <p dir="auto">{span.note}</p>}
          </li>
        ))}
      </ul>
    </Group>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles['group']}>
      <h4>{title}</h4>
      {children}
    </div>
  );
}
