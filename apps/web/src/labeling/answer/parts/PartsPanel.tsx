import { Suspense, useEffect, useId, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { askName, isAtHome } from '../ask-name.ts';
import { hasPlainComment, isRatedAlone } from '../beside.ts';
import { ToCome } from '../ToCome.tsx';
import { withWords } from '../with-words.ts';
import type { PartProps } from '../part-props.ts';
import { CriteriaPart } from './CriteriaPart.tsx';
import { FlagsPart } from './FlagsPart.tsx';
import { enterRows, onPanelKey } from './panel-keys.ts';
import styles from './parts.module.css';
import { RationalePart } from './RationalePart.tsx';
import { RatingsPart } from './RatingsPart.tsx';
import { SafetyPart } from './SafetyPart.tsx';
import { lazyLater } from '../../../ui/lazy-later.ts';

const SpanPart = lazyLater(async () => ({
  default: (await withWords('labeling-turns', import('../spans/SpanPart.tsx'))).SpanPart,
}));
const RewritePart = lazyLater(async () => ({
  default: (await withWords('labeling-turns', import('../rewrite/RewritePart.tsx'))).RewritePart,
}));

/**
 * The parts of the form beside the main question, in its order: a column beside the texts where there is room, else a
 * sheet below the scale that opens once the main answer is there. Where they are the answer, it is open from the start.
 */
export function PartsPanel(props: PartProps) {
  const t = useT();
  const { desk, form } = props;
  const id = useId();
  const panel = useRef<HTMLElement>(null);
  const [folded, setFolded] = useState<{ tries: number; folded: boolean } | null>(null);
  // What the person said last counts, until they try to give: then everything shows.
  const chosen = folded?.tries === desk.tries ? folded.folded : null;
  const waits = !isRatedAlone(form) && desk.entry.answer === null;
  const isFolded = chosen ?? (waits && desk.tries === 0 && !desk.commentOpen);
  const open = missingBeside(desk.missing);
  useEnterKey(panel);
  return (
    <section
      ref={panel}
      className={styles['panel']}
      data-parts={isFolded ? 'folded' : 'open'}
      aria-labelledby={id}
    >
      <div className={styles['panelHead']}>
        <h2 id={id}>{t(isRatedAlone(form) ? 'labeling-parts.title_alone' : 'labeling-parts.title')}</h2>
        <span className={styles['count']}>
          {open === 0 ? null : t('labeling-parts.open', { count: open })}
        </span>
        <button
          type="button"
          className={styles['sheetFold']}
          aria-expanded={!isFolded}
          aria-controls={`${id}-body`}
          onClick={() => setFolded({ tries: desk.tries, folded: !isFolded })}
        >
          <Icon name={isFolded ? 'chevronRight' : 'chevronDown'} />
          {t(isFolded ? 'labeling-parts.unfold' : 'labeling-parts.fold')}
        </button>
      </div>
      <div
        id={`${id}-body`}
        role="presentation"
        className={classNames(styles['panelBody'], isFolded && styles['folded'])}
        onKeyDown={(event) => onPanelKey(event, desk)}
      >
        <Parts {...props} />
        {hasPlainComment(form) ? null : (
          <Block title={t('labeling-parts.why')}>
            <RationalePart {...props} lacking={lackingOf(props)} />
          </Block>
        )}
        <p className={styles['keys']}>{t('labeling-parts.keys')}</p>
      </div>
    </section>
  );
}

function Parts(props: PartProps) {
  const t = useT();
  const { form } = props;
  const lacking = lackingOf(props);
  return (
    <>
      {form.criteria.length === 0 ? null : (
        <Block title={t('labeling-parts.criteria')}>
          <CriteriaPart {...props} lacking={lacking} />
        </Block>
      )}
      {form.ratings.length === 0 ? null : (
        <Block
          title={t('labeling-parts.ratings')}
          note={isRatedAlone(form) ? undefined : t('labeling-parts.ratings_note')}
        >
          <RatingsPart {...props} lacking={lacking} />
        </Block>
      )}
      {form.flags.length === 0 ? null : (
        <Block title={t('labeling-parts.flags')}>
          <FlagsPart {...props} />
        </Block>
      )}
      {form.safety === null ? null : (
        <Block title={t('labeling-parts.safety')} note={t('labeling-parts.safety_note')}>
          <SafetyPart {...props} lacking={lacking} />
        </Block>
      )}
      {form.spans.length === 0 ? null : (
        <Block title={t('labeling-parts.spans')}>
          <Suspense fallback={<ToCome workId={props.work.id} />}>
            <SpanPart {...props} />
          </Suspense>
        </Block>
      )}
      {form.rewrite === 'off' ? null : (
        <Block title={t('labeling-parts.rewrite')}>
          <Suspense fallback={<ToCome workId={props.work.id} />}>
            <RewritePart {...props} />
          </Suspense>
        </Block>
      )}
    </>
  );
}

/** One kind of part, apart from the others. */
function Block({ title, note, children }: { title: string; note?: string | undefined; children: ReactNode }) {
  const id = useId();
  return (
    <div className={styles['block']} role="group" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {note === undefined ? null : <p className={styles['note']}>{note}</p>}
      {children}
    </div>
  );
}

/** What is missing, by the names the parts wear; nothing before the person tried. */
function lackingOf({ desk }: PartProps): ReadonlySet<string> {
  return new Set(desk.tries === 0 ? [] : desk.missing.map(askName));
}

function missingBeside(missing: PartProps['desk']['missing']): number {
  return missing.filter(({ part }) => part !== 'answer').length;
}

/** The down key goes into the parts from wherever it has nothing else to do; up, to the last of them. */
function useEnterKey(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (
        event.defaultPrevented ||
        event.isComposing ||
        (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')
      )
        return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (!isAtHome() || panel.current === null) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (enterRows(panel.current, event.key === 'ArrowDown' ? 'first' : 'last')) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [panel]);
}
