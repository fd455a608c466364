import type { Root } from 'mdast';
import type { ReactNode } from 'react';
import type { Translate } from '../../i18n/use-i18n.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { drawMarkdown } from './draw-markdown.ts';
import type { DrawParts } from './draw-markdown.ts';
import { Formula } from './Formula.tsx';
import { InlineImage } from './InlineImage.tsx';
import styles from './markdown.module.css';
import { mathEdits, unifyMath } from './math-delimiters.ts';
import { OuterLink } from './OuterLink.tsx';
import { parseMarkdown } from './parse-markdown.ts';
import { Visible } from './RawText.tsx';
import { tokensOf } from './tokens.ts';
import type { MathPlugins } from './use-math.ts';
import type { Trace } from './use-trace.ts';

/** Texts kept ready, the ones asked for longest ago dropped first. */
const mostKept = 80;

/** What a rendering depends on beside the text. */
export interface Manner {
  t: Translate;
  math: MathPlugins | null;
  invisible: boolean;
  trace: Trace | null;
}

/** A formula or code of a text that can be set beforehand, in a few ms. */
export type Piece = () => void;

interface Kept extends Manner {
  /** Taken out one by one as they are done. */
  pieces: Piece[];
  drawn: ReactNode[];
}

const kept = new Map<string, Kept>();

/** Parsing takes a hundred times longer than mounting what was parsed: so it is done once, and ahead. */
export function rendered(text: string, manner: Manner): ReactNode[] {
  const known = kept.get(text);
  kept.delete(text);
  return keep(text, fits(known, manner) ? known : entryOf(text, manner, null));
}

/** What is left to do for a text that is ready to be shown in this manner; null where it is not ready. */
export function leftToDo(text: string, manner: Manner): Piece[] | null {
  const known = kept.get(text);
  return fits(known, manner) ? known.pieces : null;
}

/** Makes a text ready, from its tree where somebody else has parsed what `toParse` gives. */
export function makeReady(text: string, manner: Manner, tree: Root | null): void {
  void keep(text, entryOf(text, manner, tree));
}

function entryOf(text: string, manner: Manner, tree: Root | null): Kept {
  const pieces: Piece[] = [];
  return { ...manner, pieces, drawn: draw(text, manner, { tree: tree ?? parsed(text, manner), pieces }) };
}

/** A text as the parser is to get it. */
export function toParse(text: string, { math }: Manner): string {
  return math === null ? text : unifyMath(text);
}

function parsed(text: string, manner: Manner): Root {
  return parseMarkdown(toParse(text, manner), manner.math?.mathSyntax ?? null);
}

function fits(known: Kept | undefined, { t, math, invisible, trace }: Manner): known is Kept {
  return (
    known !== undefined &&
    known.t === t &&
    known.math === math &&
    known.invisible === invisible &&
    known.trace === trace
  );
}

function keep(text: string, entry: Kept): ReactNode[] {
  kept.delete(text);
  kept.set(text, entry);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return entry.drawn;
}

function draw(text: string, manner: Manner, { tree, pieces }: { tree: Root; pieces: Piece[] }): ReactNode[] {
  const { t, math, invisible, trace } = manner;
  const parts = partsIn({ t, math, invisible }, pieces);
  if (trace === null) return drawMarkdown(tree, parts);
  const edits = math === null ? [] : mathEdits(text);
  return drawMarkdown(tree, {
    ...parts,
    around: trace(tree, { text, unified: toParse(text, manner), edits }),
  });
}

function partsIn({ t, math, invisible }: Omit<Manner, 'trace'>, pieces: Piece[]): DrawParts {
  const formula = (tex: string, display: boolean): ReactNode => {
    if (math === null) return tex;
    pieces.push(() => math.prepareFormula(tex, display));
    return <Formula tex={tex} display={display} math={math} />;
  };
  return {
    text: (text) => (invisible ? <Visible text={text} /> : text),
    link: (address, children) => <OuterLink address={address}>{children}</OuterLink>,
    image: (address, alt) => <InlineImage address={address} alt={alt} />,
    code: (code, language) => {
      if (math !== null && language === 'math') return formula(code, true);
      pieces.push(() => void tokensOf(code, language).catch(() => null));
      return <CodeBlock code={code} language={language} invisible={invisible} />;
    },
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
