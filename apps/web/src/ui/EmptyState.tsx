import type { ReactNode } from 'react';
import styles from './feedback.module.css';

export interface EmptyStateProps {
  title: string;
  /** Why it is empty. */
  children?: ReactNode;
  /** One thing to do about it. */
  action?: ReactNode;
  /** 1 where nothing else stands on the page. Default 2. */
  level?: 1 | 2;
}

export function EmptyState({ title, children, action, level = 2 }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={styles['state']}>
      <Heading>{title}</Heading>
      {children === undefined ? null : <div className="muted">{children}</div>}
      {action}
    </div>
  );
}
