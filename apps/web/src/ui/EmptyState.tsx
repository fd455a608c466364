import type { ReactNode } from 'react';
import styles from './feedback.module.css';

export interface EmptyStateProps {
  title: string;
  /** Why it is empty. */
  children?: ReactNode;
  /** One thing to do about it. */
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={styles['state']}>
      <h2>{title}</h2>
      {children === undefined ? null : <div className="muted">{children}</div>}
      {action}
    </div>
  );
}
