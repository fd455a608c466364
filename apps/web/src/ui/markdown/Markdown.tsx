import { Component, memo, useMemo } from 'react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import type { Components } from 'hast-util-to-jsx-runtime';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { Formula } from './Formula.tsx';
import styles from './markdown.module.css';
import { hasMath, unifyMath } from './math-delimiters.ts';
import { OuterLink } from './OuterLink.tsx';
import { parseMarkdown } from './parse-markdown.ts';
import { RawText } from './RawText.tsx';
import { loadedMath, useMath } from './use-math.ts';
import type { MathPlugins } from './use-math.ts';

/** Beyond this many characters a text is shown as written: rendering it would freeze the page. */
const longestRendered = 200_000;

export interface MarkdownProps {
  text: string;
}

/**
 * Somebody's Markdown, safely: HTML is shown as text, images are never fetched, links ask first,
 * and a text that cannot be rendered is shown as it was written.
 */
export const Markdown = memo(function Markdown({ text }: MarkdownProps) {
  if (text.length > longestRendered) return <RawText text={text} />;
  return (
    <RawOnFault key={text} text={text}>
      <Rendered text={text} />
    </RawOnFault>
  );
});

function Rendered({ text }: MarkdownProps) {
  const t = useT();
  const math = useMath(useMemo(() => hasMath(text), [text]));
  return (
    <div className={styles['markdown']} dir="auto">
      {rendered(text, t, math)}
    </div>
  );
}

/** Texts kept ready, the ones asked for longest ago dropped first. */
const mostKept = 80;

interface Kept {
  t: Translate;
  math: MathPlugins | null;
  element: ReactElement;
}

const kept = new Map<string, Kept>();
let prefixes = 0;

/** Parsing takes a hundred times longer than mounting what was parsed: so it is done once, and ahead. */
function rendered(text: string, t: Translate, math: MathPlugins | null): ReactElement {
  const known = kept.get(text);
  kept.delete(text);
  const fits = known !== undefined && known.t === t && known.math === math;
  const entry = fits ? known : { t, math, element: parse(text, t, math) };
  kept.set(text, entry);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return entry.element;
}

/** Parses a text before it is needed. */
export function prepareMarkdown(text: string, t: Translate): void {
  if (text.length > longestRendered) return;
  try {
    rendered(text, t, hasMath(text) ? loadedMath() : null);
  } catch {
    // Rendering will fail in the same way and show the text as written.
  }
}

function parse(text: string, t: Translate, math: MathPlugins | null): ReactElement {
  prefixes += 1;
  return parseMarkdown(math === null ? text : unifyMath(text), {
    components: componentsIn(t, math),
    math: math?.mathSyntax ?? null,
    footnoteLabel: t('ui.footnotes'),
    idPrefix: `text-${prefixes}-`,
  });
}

function componentsIn(t: Translate, math: MathPlugins | null): Components {
  return {
    a: ({ href, children }) => <OuterLink address={href ?? ''}>{children}</OuterLink>,
    img: ({ src, alt }) => (
      <span className={styles['image']}>
        {t('ui.image_not_loaded')}
        {alt === undefined || alt === '' ? null : <span>{alt}</span>}
        <code>{typeof src === 'string' ? src : null}</code>
      </span>
    ),
    pre: ({ node }) => {
      const { code, language } = codeOf(node);
      if (math !== null && language === 'math') return <Formula tex={code} display math={math} />;
      return <CodeBlock code={code} language={language} />;
    },
    code: ({ className, children, node }) =>
      math !== null && className?.includes('math-inline') === true ? (
        <Formula tex={textOf(node)} display={false} math={math} />
      ) : (
        <code className={className}>{children}</code>
      ),
    table: ({ children }) => (
      <div className={styles['table']} tabIndex={0} role="group" aria-label={t('ui.table')}>
        <table>{children}</table>
      </div>
    ),
    input: ({ checked }: ComponentProps<'input'>) => (
      <span role="img" aria-label={t(checked === true ? 'ui.task_done' : 'ui.task_open')}>
        {checked === true ? '☑' : '☐'}
      </span>
    ),
  };
}

interface HastNode {
  type: string;
  value?: string;
  children?: HastNode[];
  properties?: { className?: unknown };
}

function codeOf(pre: unknown): { code: string; language: string | null } {
  const code = (pre as HastNode | undefined)?.children?.[0];
  const names = Array.isArray(code?.properties?.className) ? (code.properties.className as unknown[]) : [];
  const language = names.map(String).find((name) => name.startsWith('language-'));
  return { code: textOf(code).replace(/\n$/, ''), language: language?.slice('language-'.length) ?? null };
}

function textOf(node: HastNode | undefined): string {
  if (node === undefined) return '';
  return node.value ?? (node.children ?? []).map(textOf).join('');
}

class RawOnFault extends Component<{ text: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <RawText text={this.props.text} /> : this.props.children;
  }
}
