import type { QuestionForm } from '@pairwright/contract/question-form';
import { responsesOf } from '@pairwright/domain/judgment/form';
import { useId } from 'react';
import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import { placeLetter } from '../../../../labeling/answer/place-letter.ts';
import type { Work } from '../../../../labeling/session/session.ts';
import type { QuestionDraft } from '../question-draft.ts';
import { MainPreview } from '../ScalePreview.tsx';
import styles from './form.module.css';
import { sendable } from './form-draft.ts';
import { FormFacts } from './FormFacts.tsx';
import { TriedForm } from './TriedForm.tsx';

/** The annotators' form with the draft's question, to be tried; what is entered goes nowhere. */
export function FormPreview({ draft }: { draft: QuestionDraft }) {
  const t = useT();
  const id = useId();
  const locale = useLocale();
  const { text, form } = sendable(draft);
  const { main } = form;
  const count = main.kind === 'rank' ? 4 : responsesOf(main).max;
  const shape = main.kind === 'pair' ? main.scale.points : main.kind === 'single' ? main.ask : main.topK;
  return (
    <section className={styles['preview']} aria-labelledby={id}>
      <div>
        <h2 id={id}>{t('console-question.preview')}</h2>
        <p className="muted">{t('console-question.preview_why')}</p>
      </div>
      <div className={styles['samples']}>
        {Array.from({ length: count }, (_, place) => (
          <p key={place} className={styles['sample']}>
            {count === 1
              ? t('labeling.the_answer')
              : t('labeling.answer_letter', { letter: placeLetter(place) })}
          </p>
        ))}
      </div>
      {form.main.kind === 'pair' && form.spans.length === 0 && form.rewrite === 'off' ? (
        <Tried key={`${main.kind} ${shape}`} text={text} form={form} count={count} />
      ) : (
        // The other parts belong to a sitting at the workbench, which there is none of here.
        <>
          <p>{text[locale]}</p>
          <MainPreview main={main} />
          <FormFacts form={form} />
        </>
      )}
    </section>
  );
}

function Tried({ text, form, count }: { text: QuestionDraft['text']; form: QuestionForm; count: number }) {
  const t = useT();
  const content = t('console-question.sample_answer');
  const work: Work = {
    id: 'preview',
    language: null,
    prompt: [],
    responses: Array.from({ length: count }, () => ({ messages: [{ role: 'assistant', content }] })),
    judgeTurn: null,
    sensitive: [],
    question: { version: 0, text, form, createdAt: '' },
  };
  return <TriedForm work={work} />;
}
