import type { CallOutput } from '@pairwright/contract/client';
import type { GoldEffect } from '@pairwright/contract/gold';
import type { Question } from '@pairwright/contract/projects';
import { fits } from '@pairwright/domain/judgment/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read, useWrite } from '../../../api/queries.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { toast } from '../../../ui/toast.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { goldReads } from './gold-reads.ts';
import { GoldEffectNote } from './GoldEffectNote.tsx';
import { GoldForm } from './GoldForm.tsx';
import { knownText } from '../../../labeling/answer/known-text.ts';

type Comparison = CallOutput<'getComparison'>;

interface Props {
  projectId: string;
  comparison: Comparison;
}

/** Whether the comparison has a known answer that annotators are tested by, and giving it one. */
export function GoldCard({ projectId, comparison }: Props) {
  const t = useT();
  const project = useQuery(read('getProject', { params: { projectId } }));
  const [editing, setEditing] = useState(false);
  const remove = useWrite('removeGold', goldReads);
  const [effect, setEffect] = useState<GoldEffect | null>(null);
  const { gold } = comparison;
  if (project.data === undefined) return null;
  const { question } = project.data;
  const usable =
    comparison.practice === null &&
    fits(question.form.main, comparison.responses.length) &&
    comparison.responses.every(({ messages }) => messages !== null);
  if (!usable && gold === null) return null;
  const params = { projectId, comparisonId: comparison.id };
  return (
    <Card title={t('console-routing.gold_one')}>
      <Expected gold={gold} question={question} isEdited={editing} />
      {editing ? (
        <GoldForm
          params={params}
          comparison={comparison}
          question={question}
          onSaved={setEffect}
          onDone={() => setEditing(false)}
        />
      ) : (
        <span className="row">
          {usable ? (
            <Button onClick={() => setEditing(true)}>
              {t(gold === null ? 'console-routing.gold_make' : 'console-routing.gold_change')}
            </Button>
          ) : null}
          {gold === null ? null : (
            <Button
              variant="quiet"
              busy={remove.isPending}
              onClick={() =>
                remove.mutate(
                  { params },
                  {
                    onSuccess: (done) => {
                      setEffect(done);
                      toast(t('console-routing.gold_removed'));
                    },
                  },
                )
              }
            >
              {t('console-routing.gold_remove')}
            </Button>
          )}
        </span>
      )}
      {effect === null ? null : <GoldEffectNote projectId={projectId} effect={effect} />}
      <FormProblem error={remove.error} />
    </Card>
  );
}

interface ExpectedProps {
  gold: Comparison['gold'];
  question: Question;
  isEdited: boolean;
}

/** What is expected, when an answer is right, and why; while it is edited only the first. */
function Expected({ gold, question, isEdited }: ExpectedProps) {
  const t = useT();
  const locale = useLocale();
  if (gold === null) return <p className="muted">{t('console-routing.gold_one_why')}</p>;
  const { ranking } = gold;
  return (
    <>
      <p>
        {t(gold.exam ? 'console-routing.gold_one_exam' : 'console-routing.gold_one_is', {
          answer: knownText(gold, { question, locale }, t),
          source: t(`console-routing.source_${gold.source}`),
        })}
      </p>
      {gold.answer.outcome !== 'ranking' || isEdited ? null : (
        <p className="muted">
          {t(`console-routing.gold_ranking_is_${ranking.rule}`, {
            percent: ranking.rule === 'alike' ? ranking.percent : 100,
          })}
        </p>
      )}
      {gold.explanation === null || isEdited ? null : <p>{gold.explanation[locale]}</p>}
    </>
  );
}
