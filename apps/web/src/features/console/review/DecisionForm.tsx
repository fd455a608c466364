import type { Answer, Details } from '@pairwright/contract/judgment';
import type { Adjudication, ReviewCase } from '@pairwright/contract/review';
import { useMemo } from 'react';
import type { Locale } from '../../../i18n/locales.ts';
import { type Translate, useLocale, useT } from '../../../i18n/use-i18n.ts';
import { answerText } from '../../../labeling/answer/answer-text.ts';
import { HeardPicker } from '../../../labeling/practice/AnswerPicker.tsx';
import { mainOnly } from '../../../labeling/practice/practice-form.ts';
import { chordAria } from '../../../labeling/shortcuts/chord.ts';
import type { ShortcutRegistry } from '../../../labeling/shortcuts/registry.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, Select, TextArea } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { ratingWords } from './decision-words.ts';
import { reviewKey } from './use-review-keys.ts';

/** A decision as it is being made. */
export interface Draft extends Pick<Adjudication, 'confidence' | 'cause' | 'promoteToGold'> {
  answer: Answer | null;
  /** Where they are the answer. */
  ratings: Details['ratings'];
  note: string;
}

export const emptyDraft: Draft = {
  answer: null,
  ratings: [],
  confidence: 'medium',
  cause: 'ambiguous',
  note: '',
  promoteToGold: false,
};

const confidences = ['low', 'medium', 'high'] as const;
const causes = ['ambiguous', 'guideline_gap', 'error', 'edge_case', 'subjective', 'other'] as const;

interface Props {
  given: ReviewCase;
  /** The keys of the page. */
  keys: ShortcutRegistry;
  draft: Draft;
  /** Counts answers that keys gave: the picker shows them anew. */
  pressed: number;
  tried: boolean;
  sending: { error: unknown; isPending: boolean };
  onDraft: (change: Partial<Draft>) => void;
  onDecide: () => void;
  onReveal: () => void;
}

/** The project's own way to answer, and what goes with a decision. */
export function DecisionForm({
  given,
  keys,
  draft,
  pressed,
  tried,
  sending,
  onDraft,
  onDecide,
  onReveal,
}: Props) {
  const t = useT();
  const locale = useLocale();
  const { question } = given;
  const work = useMemo(() => workOf(given), [given]);
  return (
    <Card title={t('console-review.decide')}>
      <Form className={styles['form']} noValidate onSubmit={onDecide}>
        <p className="muted">
          {t(given.revealed === null ? 'console-review.blind_why' : 'console-review.sighted_why')}
        </p>
        <HeardPicker
          key={pressed}
          keys={keys}
          work={work}
          answer={draft.answer}
          onAnswer={(answer, ratings) =>
            onDraft({ answer: isRated(answer, ratings) ? answer : null, ratings })
          }
          onGive={onDecide}
        />
        <p role="status">
          {draft.answer === null
            ? tried
              ? t('console-review.pick_first')
              : null
            : t('console-review.chosen', { answer: chosenText(draft, { question, locale }, t) })}
        </p>
        <About draft={draft} onDraft={onDraft} />
        <FormProblem error={sending.error} fields={[]} safe={t('console-review.kept')} />
        <span className="row">
          <Button type="submit" variant="primary" busy={sending.isPending} aria-keyshortcuts="Enter">
            {t('console-review.save_decision')}
          </Button>
          {given.revealed === null ? (
            <Button
              variant="quiet"
              aria-keyshortcuts={chordAria(reviewKey('reveal', question.form.main))}
              onClick={onReveal}
            >
              {t('console-review.reveal')}
            </Button>
          ) : null}
        </span>
      </Form>
    </Card>
  );
}

/** Whether an answer says something: ratings are none without one. */
function isRated(answer: Answer | null, ratings: Details['ratings']): boolean {
  return answer?.outcome !== 'rated' || ratings.length > 0;
}

/** The answer in words, with the values of ratings. */
function chosenText(
  { answer, ratings }: Draft,
  of: { question: ReviewCase['question']; locale: Locale },
  t: Translate,
): string {
  if (answer === null) return '';
  return answer.outcome === 'rated'
    ? ratingWords(ratings, { form: of.question.form, locale: of.locale }, t)
    : answerText(answer, of, t);
}

/** What goes with the answer. */
function About({ draft, onDraft }: Pick<Props, 'draft' | 'onDraft'>) {
  const t = useT();
  return (
    <>
      <div className={styles['fields']}>
        <Select
          label={t('console-review.confidence')}
          value={draft.confidence}
          options={confidences.map((value) => ({ value, label: t(`console-review.confidence_${value}`) }))}
          onChange={(confidence) => onDraft({ confidence })}
        />
        <Select
          label={t('console-review.cause')}
          value={draft.cause}
          options={causes.map((value) => ({ value, label: t(`console-review.cause_${value}`) }))}
          onChange={(cause) => onDraft({ cause })}
        />
      </div>
      <TextArea
        label={t('console-review.note')}
        hint={t('console-review.note_hint')}
        rows={2}
        maxLength={4000}
        value={draft.note}
        onChange={(event) => onDraft({ note: event.target.value })}
      />
      <Checkbox
        label={t('console-review.gold')}
        hint={t('console-review.gold_hint')}
        checked={draft.promoteToGold}
        onChange={(promoteToGold) => onDraft({ promoteToGold })}
      />
    </>
  );
}

function workOf({ comparisonId, language, prompt, responses, question }: ReviewCase) {
  return {
    id: comparisonId,
    language,
    prompt,
    responses: responses.map((messages) => ({ messages: messages ?? [] })),
    judgeTurn: null,
    sensitive: [],
    question: mainOnly(question),
  };
}
