import { memo, Suspense } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { classNames } from '../../ui/class-names.ts';
import { RankAnswers, StepsAnswer } from '../answer/kinds.ts';
import { ToCome } from '../answer/ToCome.tsx';
import { placeLetter } from '../answer/place-letter.ts';
import type { Work } from '../session/session.ts';
import type { Layout } from './layout.ts';
import styles from './pane.module.css';
import { alignedTurns, responseTurns } from './response-turns.ts';
import { Turns } from './Turns.tsx';

export interface AnswersProps {
  work: Work;
  /** So many of the answers, from the first, are drawn: a pair that comes later is drawn little by little. */
  drawn: number;
  layout: Layout;
  rendering: 'markdown' | 'raw';
}

/** What is loaded later gets the turns handed in: they load some things later themselves. */
export interface LaterAnswersProps extends AnswersProps {
  Turns: typeof Turns;
}

/** The responses of a work, in the way its kind of question needs. */
export function AnswersPart(props: AnswersProps) {
  const { main } = props.work.question.form;
  // Readable at once; what can be done with them comes with the code.
  const plain = <PlainAnswers {...props} />;
  const meanwhile = (
    <>
      <ToCome workId={props.work.id} />
      {plain}
    </>
  );
  if (main.kind === 'rank')
    return (
      <Suspense fallback={meanwhile}>
        <RankAnswers {...props} Turns={Turns} />
      </Suspense>
    );
  if (main.kind === 'single' && main.ask === 'steps')
    return (
      <Suspense fallback={meanwhile}>
        <StepsAnswer {...props} Turns={Turns} />
      </Suspense>
    );
  return plain;
}

const PlainAnswers = memo(function PlainAnswers({ work, drawn, rendering }: AnswersProps) {
  const t = useT();
  const rows = alignedTurns(work);
  return (
    <div
      className={classNames(styles['answers'], rows !== null && styles['aligned'])}
      style={rows === null ? undefined : { gridTemplateRows: `36px repeat(${rows}, auto)` }}
      data-scroller=""
      data-aligned={rows === null ? undefined : ''}
    >
      {work.responses.map((_, place) => {
        const letter = placeLetter(place);
        const name =
          work.responses.length === 1 ? t('labeling.the_answer') : t('labeling.answer_letter', { letter });
        return (
          <section
            key={place}
            className={classNames(
              styles['answer'],
              work.responses.length === 2 && styles[place === 0 ? 'a' : 'b'],
            )}
            data-part={letter.toLowerCase()}
          >
            <h2 className={styles['answerHead']}>{name}</h2>
            <div
              className={styles['answerBody']}
              tabIndex={0}
              role="group"
              aria-label={name}
              data-place={place}
            >
              <div data-text={place}>
                {place < drawn ? <Turns {...responseTurns(work, place)} rendering={rendering} /> : null}
              </div>
            </div>
          </section>
        );
      })}
    </div>
  );
});
