import { Component, createContext, memo, useContext, useEffect, useId, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { drawMarkdown } from './draw-markdown.ts';
import type { DrawParts } from './draw-markdown.ts';
import { Formula } from './Formula.tsx';
import { InlineImage } from './InlineImage.tsx';
import styles from './markdown.module.css';
import { hasMath, mathEdits, unifyMath } from './math-delimiters.ts';
import { OuterLink } from './OuterLink.tsx';
import { parseMarkdown } from './parse-markdown.ts';
import { RawText, Visible } from './RawText.tsx';
import { loadedMath, useMath } from './use-math.ts';
import type { MathPlugins } from './use-math.ts';
import { loadedTrace, useTrace } from './use-trace.ts';
import type { Trace } from './use-trace.ts';

/** Beyond this many characters a text is shown as written: rendering it would freeze the page. */
const longestRendered = 200_000;

export interface MarkdownProps {
  text: string;
  /** Phrases are marked in it: each text tells where it stands in the source. */
  traced?: boolean;
}

/** Why a text is shown as written although it was to be rendered. */
export type FallbackReason = 'too_long' | 'failed';

/** How texts below are to be read, and who wants to know when one cannot be rendered. */
export interface Reading {
  /** Invisible and direction-turning characters are shown. */
  invisible: boolean;
  /** `part` tells two texts apart. */
  onFallback: ((part: string, reason: FallbackReason) => void) | null;
}

export const ReadingContext = createContext<Reading>({ invisible: false, onFallback: null });

/**
 * Somebody's Markdown, safely: HTML is shown as text, images are never fetched, links ask first,
 * and a text that cannot be rendered is shown as it was written.
 */
export const Markdown = memo(function Markdown({ text, traced = false }: MarkdownProps) {
  if (text.length > longestRendered) return <Fallback text={text} reason="too_long" />;
  return (
    <RawOnFault key={text} text={text}>
      <Rendered text={text} traced={traced} />
    </RawOnFault>
  );
});

function Rendered({ text, traced }: Required<MarkdownProps>) {
  const t = useT();
  const math = useMath(useMemo(() => hasMath(text), [text]));
  const trace = useTrace(traced);
  const { invisible } = useContext(ReadingContext);
  return (
    <div className={styles['markdown']} dir="auto">
      {rendered(text, { t, math, invisible, trace })}
    </div>
  );
}

/** The text as written, and why. */
function Fallback({ text, reason }: { text: string; reason: FallbackReason }) {
  const t = useT();
  const part = useId();
  const { onFallback } = useContext(ReadingContext);
  useEffect(() => {
    onFallback?.(part, reason);
  }, [onFallback, part, reason]);
  return (
    <>
      <p className={styles['fallback']}>{t(`ui.raw_${reason}`)}</p>
      <RawText text={text} />
    </>
  );
}

/** Texts kept ready, the ones asked for longest ago dropped first. */
const mostKept = 80;

/** What a rendering depends on beside the text. */
interface Manner {
  t: Translate;
  math: MathPlugins | null;
  invisible: boolean;
  trace: Trace | null;
}

interface Kept extends Manner {
  drawn: ReactNode[];
}

const kept = new Map<string, Kept>();

/** Parsing takes a hundred times longer than mounting what was parsed: so it is done once, and ahead. */
function rendered(text: string, manner: Manner): ReactNode[] {
  const known = kept.get(text);
  kept.delete(text);
  const { t, math, invisible, trace } = manner;
  const fits =
    known !== undefined &&
    known.t === t &&
    known.math === math &&
    known.invisible === invisible &&
    known.trace === trace;
  const entry = fits ? known : { ...manner, drawn: draw(text, manner) };
  kept.set(text, entry);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return entry.drawn;
}

/** Parses a text before it is needed, in the way it will be read. */
export function prepareMarkdown(
  text: string,
  t: Translate,
  how: { invisible?: boolean; traced?: boolean } = {},
): void {
  if (text.length > longestRendered) return;
  const { invisible = false, traced = false } = how;
  try {
    const math = hasMath(text) ? loadedMath() : null;
    void rendered(text, { t, math, invisible, trace: traced ? loadedTrace() : null });
  } catch {
    // Rendering will fail in the same way and show the text as written.
  }
}

function draw(text: string, { t, math, invisible, trace }: Manner): ReactNode[] {
  const unified = math === null ? text : unifyMath(text);
  const tree = parseMarkdown(unified, math?.mathSyntax ?? null);
  const parts = partsIn(t, math, invisible);
  if (trace === null) return drawMarkdown(tree, parts);
  const around = trace(tree, { text, unified, edits: math === null ? [] : mathEdits(text) });
  return drawMarkdown(tree, { ...parts, around });
}

function partsIn(t: Translate, math: MathPlugins | null, invisible: boolean): DrawParts {
  const formula = (tex: string, display: boolean): ReactNode =>
    math === null ? tex : <Formula tex={tex} display={display} math={math} />;
  return {
    text: (text) => (invisible ? <Visible text={text} /> : text),
    link: (address, children) => <OuterLink address={address}>{children}</OuterLink>,
    image: (address, alt) => <InlineImage address={address} alt={alt} />,
    code: (code, language) =>
      math !== null && language === 'math' ? (
        formula(code, true)
      ) : (
        <CodeBlock code={code} language={language} invisible={invisible} />
      ),
    formula,
    table: (table) => (
      <div className={styles['table']} tabIndex={0} role="group" aria-label={t('ui.table')}>
        {table}
      </div>
    ),
    task: (done) => (
      <span role="img" aria-label={t(done ? 'ui.task_done' : 'ui.task_open')}>
        {done ? '☑' : '☐'}
      </span>
    ),
    footnotesLabel: t('ui.footnotes'),
  };
}

class RawOnFault extends Component<{ text: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Fallback text={this.props.text} reason="failed" /> : this.props.children;
  }
}
