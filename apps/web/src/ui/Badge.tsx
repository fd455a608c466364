import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './feedback.module.css';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

export type Tone = 'neutral' | 'ok' | 'warn' | 'danger' | 'accent';

const toneIcons: Partial<Record<Tone, IconName>> = { ok: 'check', warn: 'alert', danger: 'alert' };

export interface BadgeProps {
  tone?: Tone;
  /** The word that carries the meaning; colour and icon only repeat it. */
  children: ReactNode;
}

export function Badge({ tone = 'neutral', children }: BadgeProps) {
  const icon = toneIcons[tone];
  return (
    <span className={classNames(styles['badge'], tone !== 'neutral' && styles[tone])}>
      {icon === undefined ? null : <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}
