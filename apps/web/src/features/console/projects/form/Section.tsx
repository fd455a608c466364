import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './form.module.css';

/** One matter of the form under its heading. */
export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <div>
        <h3 id={id}>{title}</h3>
        {hint === undefined ? null : <p className="muted">{hint}</p>}
      </div>
      {children}
    </section>
  );
}
