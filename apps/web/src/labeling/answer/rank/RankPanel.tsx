import { useEffect, useId, useState } from 'react';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { announce } from '../../../ui/live-region.ts';
import barStyles from '../../desk/bar.module.css';
import { useKeys } from '../../shortcuts/use-keys.ts';
import { useBench } from '../../session/bench-context.ts';
import { rankingText } from '../answer-text.ts';
import type { MainProps } from '../part-props.ts';
import { Ladder } from './Ladder.tsx';
import styles from './panel.module.css';
import { Pairs } from './Pairs.tsx';
import { Pool } from './Pool.tsx';
import type { RankQuestion } from './ranking.ts';
import { noteSaid, wasSaid } from './ranking.ts';
import type { Ranking } from './use-ranking.ts';
import { useRankDrag } from './use-rank-drag.ts';
import { useRankKeys } from './use-rank-keys.ts';
import { useRanking } from './use-ranking.ts';

type PanelProps = MainProps & { main: RankQuestion };

/** The ranking as it is made: letters to press, the ladder, the tray, and what follows from it. */
export function RankPanel(props: PanelProps) {
  const { desk, work, main, notice } = props;
  const t = useT();
  const locale = useLocale();
  const id = useId();
  const [open, setOpen] = useState(false);
  const ranking = useRanking(work, main);
  const keys = useRankKeys(props, main, ranking);
  const drag = useRankDrag(ranking.move);
  useSaid(ranking);
  const cannot = desk.entry.answer?.outcome === 'cannot_judge';
  return (
    <section className={styles['panel']} aria-labelledby={id} tabIndex={0} data-open={open || undefined}>
      <p id={id} className={classNames(barStyles['question'], styles['question'])}>
        {work.question.text[locale]}
        <span className={barStyles['notice']} aria-live="polite">
          {notice}
        </span>
      </p>
      <Hints main={main} />
      <Pool ranking={ranking} main={main} keys={keys} work={work} groupRef={props.groupRef} />
      <div className={styles['summary']}>
        <span className={styles['order']} dir="ltr">
          {cannot ? t('labeling-rank.cannot_judge_given') : rankingText(ranking.ranks, t)}
        </span>
        <Button size="small" variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'labeling-rank.hide' : 'labeling-rank.show')}
        </Button>
      </div>
      <div className={styles['more']}>
        <Ladder work={work} main={main} ranking={ranking} drag={drag} />
        {main.allowCannotJudge ? <Cannot pressed={cannot} onClick={keys.toggleCannot} /> : null}
        <Pairs ranks={ranking.ranks} />
      </div>
    </section>
  );
}

function Cannot({ pressed, onClick }: { pressed: boolean; onClick: () => void }) {
  const t = useT();
  const keys = useKeys('rank-cannot', ['Shift+n']);
  return (
    <Button
      variant="quiet"
      className={styles['cannot']}
      aria-pressed={pressed}
      aria-keyshortcuts={keys.aria}
      onClick={onClick}
    >
      <span>{t('labeling-rank.cannot_judge')}</span>
      <kbd aria-hidden="true">{keys.badge}</kbd>
    </Button>
  );
}

function Hints({ main }: { main: RankQuestion }) {
  const t = useT();
  const [tie, tray, submit] = [
    useKeys('rank-tie', ['=']).badge,
    useKeys('rank-tray', ['0']).badge,
    useKeys('submit', ['Enter']).badge,
  ];
  return (
    <p className={styles['hints']}>
      <span>{t('labeling-rank.hint_type', { key: submit })}</span>
      {main.topK === null ? null : <span>{t('labeling-rank.hint_top', { count: main.topK })}</span>}
      {main.allowTies ? <span>{t('labeling-rank.hint_ties', { key: tie })}</span> : null}
      {main.allowUnacceptable ? <span>{t('labeling-rank.hint_tray', { key: tray })}</span> : null}
    </p>
  );
}

/** Says the ranking when it changed by something that says nothing itself: undo. */
function useSaid({ ranks }: Ranking): void {
  const t = useT();
  const { controller } = useBench();
  const [first] = useState(ranks);
  useEffect(() => {
    if (ranks === first || wasSaid(controller, ranks)) return;
    noteSaid(controller, ranks);
    announce(t('labeling-rank.said_order', { order: rankingText(ranks, t) }));
  }, [ranks, first, controller, t]);
}
