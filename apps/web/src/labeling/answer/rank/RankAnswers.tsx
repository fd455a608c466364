import { memo } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import type { AnswersProps } from '../../pane/AnswersPart.tsx';
import { Turns } from '../../pane/Turns.tsx';
import { placeLetter } from '../place-letter.ts';
import styles from './rank.module.css';

/** The answers of a ranking in full, one card each. */
export const RankAnswers = memo(function RankAnswers({ work, layout, rendering }: AnswersProps) {
  const t = useT();
  return (
    <div className={styles['cards']} data-layout={layout}>
      {work.responses.map((response, place) => {
        const letter = placeLetter(place);
        const name = t('labeling.answer_letter', { letter });
        return (
          <section key={place} className={styles['card']} data-part={letter.toLowerCase()}>
            <h2 className={styles['cardHead']}>{name}</h2>
            <div
              className={styles['cardBody']}
              tabIndex={0}
              role="group"
              aria-label={name}
              data-place={place}
            >
              <div data-text={place}>
                <Turns messages={response.messages} language={work.language} rendering={rendering} />
              </div>
            </div>
          </section>
        );
      })}
    </div>
  );
});
