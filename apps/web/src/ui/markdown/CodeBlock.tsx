import { useEffect, useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { CopyButton } from '../CopyButton.tsx';
import type { Token } from './highlight.ts';
import { Visible } from './RawText.tsx';
import styles from './markdown.module.css';
import { knownTokens, tokensOf } from './tokens.ts';

interface CodeBlockProps {
  code: string;
  language: string | null;
  /** Invisible characters are shown. */
  invisible?: boolean;
}

export function CodeBlock({ code, language, invisible = false }: CodeBlockProps) {
  const t = useT();
  const tokens = useTokens(code, language);
  return (
    <div className={styles['code']}>
      <div className={styles['codeHead']} data-aside="">
        <span>{language}</span>
        <CopyButton text={code} label={t('ui.copy_code')} />
      </div>
      <pre tabIndex={0} translate="no" dir="ltr">
        <code>
          {(tokens ?? [{ text: code, className: '' }]).map(({ text, className }, index) => {
            const shown = invisible ? <Visible key={index} text={text} /> : text;
            // The pieces of a text never move: their place is their key.
            return className === '' ? (
              shown
            ) : (
              <span key={index} className={className}>
                {shown}
              </span>
            );
          })}
        </code>
      </pre>
    </div>
  );
}

function useTokens(code: string, language: string | null): Token[] | null {
  const known = knownTokens(code, language);
  const [tokens, setTokens] = useState<{ code: string; tokens: Token[] | null }>({ code, tokens: null });
  const isUnknown = known === undefined;
  useEffect(() => {
    if (!isUnknown) return;
    let here = true;
    tokensOf(code, language).then(
      (found) => {
        if (here) setTokens({ code, tokens: found });
      },
      // Offline before the code came: plain code reads as well.
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [code, language, isUnknown]);
  return known ?? (tokens.code === code ? tokens.tokens : null);
}
