import styles from './work.module.css';

/** A number of one's work with its name, inside a list of them. */
export function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className={styles['number']}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
