import { memo, useLayoutEffect, useRef } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { IconButton } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './pane.module.css';
import { setPreferences } from '../desk/preferences.ts';
import type { Work } from '../session/session.ts';
import { AnswersPart } from './AnswersPart.tsx';
import { Turns } from './Turns.tsx';

export type Layout = 'side_by_side' | 'stacked';

interface PairPaneProps {
  work: Work;
  visible: boolean;
  /** By keyboard and screen reader. */
  reachable: boolean;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  promptOpen: boolean;
}

/**
 * One pair, laid out. The next one is there already, unseen behind the visible one: its place and size are
 * the same, so that showing it is a change of opacity and a paint. `visibility` and `inert` are inherited,
 * and changing them touches every element inside (10 to 40 ms): so `inert` follows after the paint.
 */
export const PairPane = memo(function PairPane({ visible, reachable, ...content }: PairPaneProps) {
  return (
    <div
      className={classNames(styles['pane'], styles[arrangement(content)], !visible && styles['unseen'])}
      inert={!reachable}
      data-assignment={content.work.id}
      data-visible={visible || undefined}
    >
      <PaneContent {...content} />
    </div>
  );
});

const PaneContent = memo(function PaneContent({
  work,
  layout,
  rendering,
  promptOpen,
}: Omit<PairPaneProps, 'visible' | 'reachable'>) {
  return (
    <>
      <PromptPart work={work} rendering={rendering} open={promptOpen} />
      <AnswersPart work={work} layout={layout} rendering={rendering} />
    </>
  );
});

/** Pairs as chosen; all else is one sheet that scrolls as a whole, so that nothing is clipped. */
function arrangement({ work, layout }: { work: Work; layout: Layout }): Layout {
  return work.question.form.main.kind === 'pair' ? layout : 'stacked';
}

function PromptPart({ work, rendering, open }: { work: Work; rendering: 'markdown' | 'raw'; open: boolean }) {
  const t = useT();
  const turns = work.prompt.length;
  const shown = open ? work.prompt : work.prompt.slice(-1);
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // A long conversation starts at its last turn, which is what is being answered.
    if (open && turns > 1 && body.current !== null) body.current.scrollTop = body.current.scrollHeight;
  }, [open, turns]);
  return (
    <section className={styles['prompt']} data-part="prompt">
      <div className={styles['promptHead']}>
        <h2>{t('labeling.prompt')}</h2>
        {turns > 1 ? <span className="muted">{t('labeling.turns', { count: turns })}</span> : null}
        <IconButton
          size="small"
          icon={open ? 'chevronDown' : 'chevronRight'}
          label={open ? t('labeling.prompt_fold') : t('labeling.prompt_unfold')}
          aria-expanded={open}
          onClick={() => setPreferences({ promptOpen: !open })}
        />
      </div>
      <div
        ref={body}
        className={classNames(styles['promptBody'], !open && styles['folded'])}
        tabIndex={0}
        role="group"
        aria-label={t('labeling.prompt')}
        data-scroller=""
      >
        <Turns messages={shown} language={work.language} rendering={rendering} emphasiseLast />
      </div>
    </section>
  );
}
