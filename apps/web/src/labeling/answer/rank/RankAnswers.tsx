import { memo, useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { IconButton } from '../../../ui/Button.tsx';
import type { LaterAnswersProps } from '../../pane/AnswersPart.tsx';
import { responseTurns } from '../../pane/response-turns.ts';
import { placeLetter } from '../place-letter.ts';
import { CardTools } from './CardTools.tsx';
import styles from './rank.module.css';

/** The answers of a ranking in full, one card each. */
export const RankAnswers = memo(function RankAnswers(props: LaterAnswersProps) {
  return (
    <div className={styles['cards']} data-layout={props.layout}>
      {props.work.responses.map((_, place) => (
        <RankCard key={place} place={place} {...props} />
      ))}
    </div>
  );
});

function RankCard({ place, work, drawn, rendering, Turns }: LaterAnswersProps & { place: number }) {
  const t = useT();
  const [folded, setFolded] = useState(false);
  const letter = placeLetter(place);
  const name = t('labeling.answer_letter', { letter });
  return (
    <section className={styles['card']} data-part={letter.toLowerCase()} data-rank-place={place}>
      <div className={styles['cardHead']}>
        <h2 aria-label={name}>{letter}</h2>
        <CardTools work={work} place={place} />
        <IconButton
          size="small"
          icon={folded ? 'chevronRight' : 'chevronDown'}
          label={t(folded ? 'labeling-rank.unfold' : 'labeling-rank.fold', { letter })}
          aria-expanded={!folded}
          onClick={() => setFolded(!folded)}
        />
      </div>
      <div
        className={styles['cardBody']}
        tabIndex={0}
        role="group"
        aria-label={name}
        data-place={place}
        data-folded={folded || undefined}
      >
        <div data-text={place}>
          {place < drawn ? <Answer work={work} place={place} rendering={rendering} Turns={Turns} /> : null}
        </div>
      </div>
    </section>
  );
}

const Answer = memo(function Answer({
  work,
  place,
  rendering,
  Turns,
}: Pick<LaterAnswersProps, 'work' | 'rendering' | 'Turns'> & { place: number }) {
  return <Turns {...responseTurns(work, place)} rendering={rendering} />;
});
