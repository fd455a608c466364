import { slotsOf } from '@pairwright/domain/judgment/rank-moves';
import { useT } from '../../../i18n/use-i18n.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { passageLanguage } from '../../pane/passage-language.ts';
import type { Work } from '../../session/session.ts';
import { placeLetter } from '../place-letter.ts';
import styles from './panel.module.css';
import { focusCard } from './ranking.ts';
import type { RankQuestion } from './ranking.ts';
import type { RankDrag } from './use-rank-drag.ts';
import type { Ranking } from './use-ranking.ts';

interface LadderProps {
  work: Work;
  main: RankQuestion;
  ranking: Ranking;
  drag: RankDrag;
}

/** Ranks from best to worst with the answers that have them, and the tray below. */
export function Ladder({ work, main, ranking, drag }: LadderProps) {
  const t = useT();
  const row = (place: number) => <Row key={place} work={work} place={place} drag={drag} />;
  const tray = ranking.ranks.flatMap((rank, place) => (rank === 0 ? [place] : []));
  return (
    <div className={styles['ladder']}>
      <ol className={styles['slots']} aria-label={t('labeling-rank.ladder')}>
        {slotsOf(ranking.ranks).map((places, index) => (
          <li key={index} className={styles['slot']}>
            <Drop drag={drag} drop={`before:${index + 1}`} className={styles['between']} />
            <div className={styles['rung']} {...dropMarks(drag, `rank:${index + 1}`)}>
              <span className={styles['rank']} aria-label={t('labeling-rank.slot', { rank: index + 1 })}>
                {index + 1}
              </span>
              <div className={styles['places']}>
                {places.length === 0 ? (
                  <span className={styles['empty']}>{t('labeling-rank.slot_empty')}</span>
                ) : (
                  places.map(row)
                )}
              </div>
            </div>
          </li>
        ))}
      </ol>
      {main.allowUnacceptable ? (
        <div className={styles['tray']} {...dropMarks(drag, 'tray')}>
          <h3>{t('labeling-rank.tray')}</h3>
          {tray.length === 0 ? <p className="muted">{t('labeling-rank.tray_hint')}</p> : tray.map(row)}
        </div>
      ) : null}
    </div>
  );
}

function dropMarks(drag: RankDrag, drop: string): { 'data-drop': string; 'data-over': true | undefined } {
  return { 'data-drop': drop, 'data-over': drag.over === drop || undefined };
}

function Drop({ drag, drop, className }: { drag: RankDrag; drop: string; className: string | undefined }) {
  return <div className={className} aria-hidden="true" {...dropMarks(drag, drop)} />;
}

/** One answer on the ladder: a handle to drag it by, its letter, and how it begins. */
function Row({ work, place, drag }: { work: Work; place: number; drag: RankDrag }) {
  const t = useT();
  const letter = placeLetter(place);
  // Signs of Markdown say nothing in one line.
  const text = (work.responses[place]?.messages.at(-1)?.content ?? '').slice(0, 120).replace(/[*#`_>]+/g, '');
  return (
    <div className={styles['row']} data-rank-place={place} data-dragged={drag.place === place || undefined}>
      <span
        className={styles['handle']}
        title={t('labeling-rank.drag', { letter })}
        aria-hidden="true"
        data-handle={letter.toLowerCase()}
        {...drag.handle(place)}
      >
        <Icon name="grip" />
      </span>
      <button
        type="button"
        className={styles['name']}
        aria-label={t('labeling.answer_letter', { letter })}
        onClick={() => focusCard(place)}
      >
        <b>{letter}</b>
        <span
          className={styles['excerpt']}
          title={text}
          lang={passageLanguage(text, work.language)}
          dir="auto"
        >
          {text}
        </span>
      </button>
    </div>
  );
}
