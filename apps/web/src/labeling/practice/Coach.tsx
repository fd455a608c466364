import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { announce } from '../../ui/live-region.ts';
import { Badge } from '../../ui/Badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './practice.module.css';

interface CoachProps {
  step: string;
  /** What to do, or what came of it. */
  text: string;
  /** Whether the answer was the expected one; null before there is one. */
  right: boolean | null;
  /** More than a sentence. */
  children?: ReactNode;
  actions: ReactNode;
}

/** What is said about the pair below. */
export function Coach({ step, text, right, children, actions }: CoachProps) {
  useEffect(() => announce(text), [text]);
  return (
    <section
      className={classNames(styles['coach'], right !== null && styles[right ? 'right' : 'other'])}
      aria-label={step}
    >
      <div className={styles['said']}>
        <Badge>{step}</Badge>
        <p className={styles['main']}>
          {right === null ? null : <Icon name={right ? 'check' : 'info'} />}
          {text}
        </p>
        {children}
      </div>
      <span className="row">{actions}</span>
    </section>
  );
}
