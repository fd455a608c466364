import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './feedback.module.css';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

export interface BannerProps {
  tone?: 'info' | 'warn' | 'danger';
  icon?: IconName;
  children: ReactNode;
  action?: ReactNode;
}

/** A state of the whole page, at its top; it never covers or blocks. */
export function Banner({ tone = 'info', icon, children, action }: BannerProps) {
  const toneClass =
    tone === 'warn' ? styles['bannerWarn'] : tone === 'danger' ? styles['bannerDanger'] : null;
  return (
    <div className={styles['banner']} role="status">
      <span className={classNames(toneClass)}>
        <Icon name={icon ?? (tone === 'info' ? 'info' : 'alert')} />
      </span>
      <div>{children}</div>
      {action}
    </div>
  );
}
