import type { QuestionForm } from '@pairwright/contract/question-form';
import { responsesOf } from '@pairwright/domain/judgment/form';
import { missingParts } from '@pairwright/domain/judgment/missing';
import { useId, useRef, useState } from 'react';
import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import { AnswerPanel } from '../../../../labeling/answer/AnswerPanel.tsx';
import { placeLetter } from '../../../../labeling/answer/place-letter.ts';
import type { EntryDesk } from '../../../../labeling/answer/use-entry.ts';
import { emptyEntry } from '../../../../labeling/session/entries.ts';
import type { Entry } from '../../../../labeling/session/entries.ts';
import type { Work } from '../../../../labeling/session/session.ts';
import type { QuestionDraft } from '../question-draft.ts';
import { MainPreview } from '../ScalePreview.tsx';
import styles from './form.module.css';
import { sendable } from './form-draft.ts';
import { FormFacts } from './FormFacts.tsx';

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
  const groupRef = useRef<HTMLDivElement>(null);
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
  const desk = usePreviewDesk(work);
  return <AnswerPanel desk={desk} work={work} groupRef={groupRef} notice={null} />;
}

/** A desk of its own: nothing leaves it, giving begins anew. */
function usePreviewDesk(work: Work): EntryDesk {
  const { form } = work.question;
  const [entry, setEntry] = useState<Entry>(emptyEntry);
  const [before, setBefore] = useState<readonly Entry[]>([]);
  const [tries, setTries] = useState(0);
  const [commentOpen, setCommentOpen] = useState(false);
  const missing = missingParts(form, entry, work.responses.length);
  const change: EntryDesk['change'] = (by) => {
    setBefore([...before, entry]);
    setEntry(by);
  };
  return {
    work,
    form,
    decision: null,
    entry,
    missing,
    tries,
    draft: 'none',
    commentOpen,
    change,
    canUndoChange: before.length > 0,
    undoChange: () => {
      const last = before.at(-1);
      if (last === undefined) return false;
      setBefore(before.slice(0, -1));
      setEntry(last);
      return true;
    },
    giveAnswer: (answer) => change((now) => ({ ...now, answer })),
    give: () => {
      if (missing.length > 0) {
        setTries(tries + 1);
        return;
      }
      setEntry(emptyEntry);
      setTries(0);
    },
    openComment: () => setCommentOpen(true),
    leaveComment: () => setCommentOpen(false),
  };
}
