import type { GuidelinesVersion } from '@pairwright/contract/projects';
import { useEffect, useId, useRef, useState } from 'react';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { announce } from '../../ui/live-region.ts';
import { Markdown } from '../../ui/markdown/Markdown.tsx';
import { passageLanguage } from '../pane/passage-language.ts';
import { diffWords } from '../reading/diff/diff-words.ts';
import type { Holds } from '../session/holds.ts';
import { ownGuidelines } from './own-guidelines.ts';
import { changedLines } from './changed-lines.ts';
import type { ChangedLine } from './changed-lines.ts';
import styles from './life.module.css';

interface ChangedCardProps {
  guidelines: GuidelinesVersion;
  /** What was read before; null where it is not known. */
  old: { version: number; text: Pick<GuidelinesVersion, 'markdown' | 'other'> | null };
  holds: Holds;
  onRead: () => void;
}

/** What is new in the guidelines. Judgments wait until it is said to be read; skipping and looking back do not. */
export function ChangedCard({ guidelines, old, holds, onRead }: ChangedCardProps) {
  const t = useT();
  const id = useId();
  const [whole, setWhole] = useState(false);
  const locale = useLocale();
  const text = ownGuidelines(guidelines, locale);
  const lines = useChanges(old.text === null ? null : ownGuidelines(old.text, locale), text);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    holds.unread(true);
    return () => holds.unread(false);
  }, [holds]);
  useEffect(() => {
    button.current?.focus({ preventScroll: true });
    announce(t('labeling-life.changed_said'));
  }, [t]);
  useEnterAnywhere(onRead);
  const title = t('labeling-life.changed', { from: old.version, to: guidelines.version });
  return (
    <section className={styles['card']} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="muted">{t('labeling-life.changed_why')}</p>
      <div className={styles['text']} tabIndex={0} role="group" aria-label={title}>
        {whole || lines === null ? (
          <div lang={passageLanguage(text, null)}>
            <Markdown text={text} />
          </div>
        ) : (
          <Changes lines={lines} language={passageLanguage(text, null)} />
        )}
      </div>
      <span className="row">
        <Button ref={button} variant="primary" onClick={onRead}>
          {t('labeling-life.read')}
        </Button>
        {lines === null ? null : (
          <Button variant="quiet" onClick={() => setWhole(!whole)}>
            {t(whole ? 'labeling-life.only_changes' : 'labeling-life.whole_text')}
          </Button>
        )}
      </span>
    </section>
  );
}

/** What changed; null where that is not known or cannot be told apart, and the whole text is shown. */
function useChanges(before: string | null, now: string): readonly ChangedLine[] | null {
  const [lines, setLines] = useState<readonly ChangedLine[] | null>(null);
  useEffect(() => {
    if (before === null) return;
    const running = new AbortController();
    diffWords(before, now, { signal: running.signal }).then(
      (outcome) => setLines(typeof outcome === 'string' ? null : changedLines(outcome)),
      () => undefined,
    );
    return () => running.abort();
  }, [before, now]);
  return lines;
}

/** Enter says it also when nothing has the focus. */
function useEnterAnywhere(run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.repeat || event.isComposing || event.target !== document.body)
        return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, []);
}

function Changes({ lines, language }: { lines: readonly ChangedLine[]; language: string | undefined }) {
  const t = useT();
  return (
    <div className={styles['changes']} lang={language}>
      {lines.map((line, index) =>
        line.kind === 'gap' ? (
          <p key={index} className={styles['gap']}>
            {t('labeling-life.gap', { count: line.lines })}
          </p>
        ) : (
          <p key={index} dir="auto">
            {line.parts.map(({ kind, text }, part) =>
              kind === 'same' ? (
                <span key={part}>{text}</span>
              ) : kind === 'added' ? (
                <ins key={part}>{text}</ins>
              ) : (
                <del key={part}>{text}</del>
              ),
            )}
          </p>
        ),
      )}
    </div>
  );
}
