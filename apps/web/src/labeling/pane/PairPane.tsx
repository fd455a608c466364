import { memo, Suspense, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { IconButton } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ReadingContext } from '../../ui/markdown/Markdown.tsx';
import { laterReading } from '../reading/later.ts';
import styles from './pane.module.css';
import { setPreferences } from '../desk/preferences.ts';
import type { Work } from '../session/session.ts';
import { placeLetter } from '../answer/place-letter.ts';
import { AnswersPart } from './AnswersPart.tsx';
import type { Layout } from './layout.ts';
import { Turns } from './Turns.tsx';
import { lazyLater } from '../../ui/lazy-later.ts';

const FallbackStrip = lazyLater(async () => ({ default: (await laterReading.fallbacks()).FallbackStrip }));

/** What the pane tells of its texts. */
export interface PaneReports {
  /** A part was to be rendered and could not be. */
  onFallback: (id: string, part: string) => void;
  /** The person reports that the content is broken. */
  onBroken: (id: string) => void;
}

interface PairPaneProps extends PaneReports {
  work: Work;
  /** So many of its answers are drawn; usually all. */
  answers?: number;
  visible: boolean;
  /** By keyboard and screen reader. */
  reachable: boolean;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  promptOpen: boolean;
  /** Invisible characters are shown in formatted text too. */
  invisible: boolean;
  /** Blurred, and out of reach: somebody may rather not see it. */
  covered: boolean;
  /** The answer in the foreground where one is shown at a time. */
  place: number;
  /** It was seen before; kept as it is, without a change reaching what is inside. */
  past?: boolean;
  /** What is far down is laid out little by little, which whoever shows the pane sees to. */
  sparing?: boolean;
}

/**
 * One pair, laid out. The next one is there already, unseen behind the visible one: its place and size are
 * the same, so that showing it is a change of opacity and a paint. `visibility` and `inert` are inherited,
 * and changing them touches every element inside (10 to 40 ms): so `inert` follows after the paint.
 */
export const PairPane = memo(function PairPane({
  visible,
  reachable,
  covered,
  place,
  past = false,
  sparing = false,
  ...content
}: PairPaneProps) {
  return (
    <div
      className={classNames(
        styles['pane'],
        ...arrangement(content),
        !visible && styles['unseen'],
        past && styles['past'],
      )}
      inert={!reachable || covered}
      aria-hidden={covered || undefined}
      data-covered={covered ? '' : undefined}
      data-assignment={content.work.id}
      data-visible={visible || undefined}
      // Taken off when all is laid out: it never changes here.
      data-sparing={sparing ? '' : undefined}
      data-alone={placeLetter(place).toLowerCase()}
    >
      <PaneContent {...content} />
    </div>
  );
});

/** How texts of a pane are read, and how many of them could not be rendered. */
function useFallbacks(id: string, invisible: boolean, onFallback: PaneReports['onFallback']) {
  const [broken, setBroken] = useState<ReadonlySet<string>>(new Set());
  const tell = useCallback(
    (part: string) => {
      setBroken((known) => (known.has(part) ? known : new Set(known).add(part)));
      onFallback(id, part);
    },
    [id, onFallback],
  );
  const reading = useMemo(() => ({ invisible, onFallback: tell }), [invisible, tell]);
  return { broken: broken.size, reading };
}

const PaneContent = memo(function PaneContent({
  work,
  answers,
  layout,
  rendering,
  promptOpen,
  invisible,
  onFallback,
  onBroken,
}: Omit<PairPaneProps, 'visible' | 'reachable' | 'covered' | 'place' | 'past' | 'sparing'>) {
  const { id } = work;
  const { broken, reading } = useFallbacks(id, invisible, onFallback);
  return (
    <ReadingContext value={reading}>
      {broken === 0 || rendering === 'raw' ? null : (
        <Suspense fallback={null}>
          <FallbackStrip count={broken} onReport={() => onBroken(id)} />
        </Suspense>
      )}
      <PromptPart work={work} rendering={rendering} open={promptOpen} />
      <AnswersPart
        work={work}
        drawn={answers ?? work.responses.length}
        layout={layout}
        rendering={rendering}
      />
    </ReadingContext>
  );
});

/** Pairs as chosen; all else is one sheet that scrolls as a whole, so that nothing is clipped, of several answers perhaps one. */
function arrangement({ work, layout }: { work: Work; layout: Layout }): (string | undefined)[] {
  if (work.question.form.main.kind === 'pair') return [styles[layout]];
  const alone = layout === 'one_at_a_time' && work.responses.length > 1;
  return [styles['stacked'], alone ? styles['one_at_a_time'] : undefined];
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
        <div data-prompt-text="">
          <Turns messages={shown} language={work.language} rendering={rendering} emphasiseLast />
        </div>
      </div>
    </section>
  );
}
