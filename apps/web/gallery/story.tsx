import type { ReactNode } from 'react';
import { classNames } from '../src/ui/class-names.ts';
import styles from './gallery.module.css';

/** One entry of the gallery. */
export interface Story {
  /** In the address and in the names of pictures. */
  id: string;
  title: string;
  /** Height of the window for its pictures, where it fills the window or lies over it. Else as high as what it shows. */
  height?: number;
  render: () => ReactNode;
}

/** The ways a widget can look, one below the other. */
export function Variants({ children }: { children: ReactNode }) {
  return <div className={styles['story']}>{children}</div>;
}

interface VariantProps {
  name: string;
  /** Without a room around it. */
  plain?: boolean;
  /** In a room for the parts of a form. */
  sheet?: boolean;
  children: ReactNode;
}

/** One of them, with its name. */
export function Variant({ name, plain, sheet, children }: VariantProps) {
  const room = classNames(styles['room'], sheet === true && styles['sheet']);
  return (
    <div className={styles['variant']}>
      <h2 lang="en">{name}</h2>
      {plain === true ? children : <div className={room}>{children}</div>}
    </div>
  );
}

/** Room for what fills a desk. */
export function StageRoom({ short, children }: { short?: boolean; children: ReactNode }) {
  return <div className={classNames(styles['stage'], short === true && styles['short'])}>{children}</div>;
}
