import { useId } from 'react';
import type { ReactNode, Ref } from 'react';
import styles from './card.module.css';

export interface CardProps {
  title: string;
  /** Stands beside the title: a state, a number. */
  aside?: ReactNode;
  /** For those who lead the focus here. */
  headingRef?: Ref<HTMLHeadingElement>;
  children: ReactNode;
}

/** One matter on its own surface, named by its heading. */
export function Card({ title, aside, headingRef, children }: CardProps) {
  const id = useId();
  return (
    <section className={styles['card']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id} ref={headingRef} tabIndex={headingRef === undefined ? undefined : -1}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
