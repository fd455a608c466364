import type { CallOutput } from '@pairwright/contract/client';
import type { GoldEffect } from '@pairwright/contract/gold';
import type { Question } from '@pairwright/contract/projects';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { Explanations } from '../comparisons/Explanations.tsx';
import { KnownAnswer } from '../comparisons/KnownAnswer.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { useGoldDraft } from './use-gold-draft.ts';

interface FormProps {
  params: { projectId: string; comparisonId: string };
  comparison: CallOutput<'getComparison'>;
  question: Question;
  onSaved: (effect: GoldEffect) => void;
  onDone: () => void;
}

/** What is expected of a comparison, and when an answer is right. */
export function GoldForm({ params, comparison, question, onSaved, onDone }: FormProps) {
  const t = useT();
  const { gold } = comparison;
  const draft = useGoldDraft({
    params,
    gold,
    onSaved: (effect) => {
      onSaved(effect);
      onDone();
    },
  });
  const { tried } = draft;
  return (
    <Form className={styles['form']} noValidate onSubmit={draft.send}>
      <KnownAnswer
        comparison={comparison}
        question={question}
        draft={draft.expected}
        ratings={gold?.ratings ?? null}
        tried={tried}
      />
      <Explanations
        texts={draft.explanation}
        tried={tried && draft.explained}
        hint={t('console-routing.gold_explanation_hint')}
        onChange={draft.setExplanation}
      />
      <Checkbox
        label={t('console-routing.gold_for_exam')}
        hint={t('console-routing.gold_for_exam_hint')}
        checked={draft.exam}
        onChange={draft.setExam}
      />
      <FormProblem error={draft.save.error} />
      <span className="row">
        <Button type="submit" variant="primary" busy={draft.save.isPending}>
          {t('console-routing.gold_save')}
        </Button>
        <Button variant="quiet" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
      </span>
    </Form>
  );
}
