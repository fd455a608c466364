import { Component, createContext, memo, useContext, useEffect, useId, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { rendered } from './drawn.tsx';
import styles from './markdown.module.css';
import { hasMath } from './math-delimiters.ts';
import { RawText } from './RawText.tsx';
import { useMath } from './use-math.ts';
import { useTrace } from './use-trace.ts';

/** Beyond this many characters a text is shown as written: rendering it would freeze the page. */
export const longestRendered = 200_000;

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
    <div className={styles['markdown']} dir="auto" data-blocks="">
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

class RawOnFault extends Component<{ text: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Fallback text={this.props.text} reason="failed" /> : this.props.children;
  }
}
