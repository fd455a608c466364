import type { CallOutput } from '@pairwright/contract/client';
import type { GoldRating } from '@pairwright/contract/gold';
import type { Question } from '@pairwright/contract/projects';
import { useMemo } from 'react';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { knownText } from '../../../labeling/answer/known-text.ts';
import { AnswerPicker } from '../../../labeling/practice/AnswerPicker.tsx';
import { Select, TextField } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';
import { exampleWork } from './example-work.ts';
import type { KnownDraft } from './use-known-draft.ts';

const rules = ['exact', 'best', 'alike'] as const;

interface KnownAnswerProps {
  comparison: CallOutput<'getComparison'>;
  question: Question;
  draft: KnownDraft;
  /** Those that stand there before anything is entered. */
  ratings: readonly GoldRating[] | null;
  /** It was to be saved, so what lacks is said. */
  tried: boolean;
}

/** What is expected, on the project's own question with the responses in the order of this page, and when a ranking is right. */
export function KnownAnswer({ comparison, question, draft, ratings, tried }: KnownAnswerProps) {
  const t = useT();
  const locale = useLocale();
  const work = useMemo(() => exampleWork(comparison, question), [comparison, question]);
  const { answer } = draft.known;
  const chosen =
    answer === null ? null : knownText({ answer, ratings: draft.known.ratings }, { question, locale }, t);
  const toChoose = tried ? t('console-practice.choose_first') : null;
  return (
    <>
      <AnswerPicker
        work={work}
        answer={answer}
        ratings={(ratings ?? []).map((rating) => ({ ...rating, place: 0 }))}
        onAnswer={draft.know}
      />
      <p role="status">{chosen === null ? toChoose : t('console-practice.expected', { answer: chosen })}</p>
      {question.form.main.kind === 'rank' ? <RankingFields {...draft} /> : null}
    </>
  );
}

/** When a ranking is right that is not the same. */
function RankingFields({ ranking, percent, percentFault, setRanking, setPercent }: KnownDraft) {
  const t = useT();
  return (
    <div className={styles['fields']}>
      <Select
        label={t('console-practice.known_ranking')}
        value={ranking}
        options={rules.map((value) => ({ value, label: t(`console-practice.known_ranking_${value}`) }))}
        onChange={setRanking}
      />
      {ranking === 'alike' ? (
        <TextField
          label={t('console-practice.known_ranking_percent')}
          hint={t('console-practice.known_ranking_percent_hint')}
          inputMode="numeric"
          value={percent}
          error={percentFault ? t('console.number_between', { least: 50, most: 100 }) : null}
          onChange={(event) => setPercent(event.target.value)}
        />
      ) : null}
    </div>
  );
}
