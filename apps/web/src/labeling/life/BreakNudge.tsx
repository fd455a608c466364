import { useEffect, useId, useState, useSyncExternalStore } from 'react';
import { usePace } from '../../features/my-work/pace.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { announce } from '../../ui/live-region.ts';
import type { Controller } from '../session/controller.ts';
import { breakDue } from './breaks.ts';
import styles from './life.module.css';

/** Suggests a break. It stands above the pair, takes no key and keeps nobody from going on. */
export function BreakNudge({ controller }: { controller: Controller }) {
  const t = useT();
  const id = useId();
  const pace = usePace();
  const { judged } = useSyncExternalStore(controller.subscribe, controller.state);
  const activeMs = useActiveTime(controller);
  const [since, setSince] = useState({ judged, activeMs });
  const due = breakDue(since, { judged, activeMs }, pace);
  useEffect(() => {
    if (due) announce(t('labeling-life.break_said'));
  }, [due, t]);
  if (!due) return null;
  const again = (taken: boolean): void => {
    if (taken) controller.takeBreak();
    setSince({ judged, activeMs: controller.attention.total(performance.now()) });
  };
  return (
    <section className={styles['strip']} aria-labelledby={id}>
      <h2 id={id}>{t('labeling-life.break')}</h2>
      <span className="row">
        <Button size="small" onClick={() => again(true)}>
          {t('labeling-life.break_take')}
        </Button>
        <Button size="small" variant="quiet" onClick={() => again(false)}>
          {t('labeling-life.break_not_now')}
        </Button>
      </span>
    </section>
  );
}

/** Active time of the sitting, looked at now and then. */
function useActiveTime({ attention }: Controller): number {
  const [activeMs, setActiveMs] = useState(() => attention.total(performance.now()));
  useEffect(() => {
    const timer = setInterval(() => setActiveMs(attention.total(performance.now())), 20_000);
    return () => clearInterval(timer);
  }, [attention]);
  return activeMs;
}
