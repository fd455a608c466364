import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Dispatch, SetStateAction } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import type { Editing } from './form/editing.ts';
import styles from './form/form.module.css';
import { MainFields } from './form/MainFields.tsx';
import { CriteriaSection, FlagsSection, RatingsSection, SpansSection } from './form/PartSections.tsx';
import { ScreenSection } from './form/ScreenSection.tsx';
import { TextFields } from './form/TextFields.tsx';
import { WordsSection } from './form/WordsSection.tsx';
import type { QuestionDraft } from './question-draft.ts';

interface Props {
  draft: QuestionDraft;
  onDraft: Dispatch<SetStateAction<QuestionDraft>>;
  /** By field of the draft: `text.en`, `form.main.scale.points`. */
  faults: Readonly<Record<string, string>>;
  /** Forms of the versions there are: their keys stay. */
  published: readonly QuestionForm[];
}

/** Everything a question asks, in both languages. */
export function QuestionFields({ draft, onDraft, faults, published }: Props) {
  const t = useT();
  const editing: Editing = {
    form: draft.form,
    onForm: (change) => onDraft((now) => ({ ...now, form: change(now.form) })),
    faults,
    published,
  };
  return (
    <div className={styles['fields']}>
      <TextFields
        what={t('console-question.question_text')}
        path="text"
        maxLength={500}
        value={draft.text}
        faults={faults}
        onChange={(text) => onDraft((now) => ({ ...now, text }))}
      />
      <MainFields editing={editing} />
      <CriteriaSection editing={editing} />
      <RatingsSection editing={editing} />
      <FlagsSection editing={editing} />
      <WordsSection editing={editing} />
      <SpansSection editing={editing} />
      <ScreenSection editing={editing} />
    </div>
  );
}
