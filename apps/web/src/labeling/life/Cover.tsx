import { sensitiveCategories } from '@pairwright/domain/sensitive';
import { useEffect, useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Field.tsx';
import { announce } from '../../ui/live-region.ts';
import { useBench } from '../session/bench-context.ts';
import { chordText } from '../shortcuts/chord.ts';
import type { Work } from '../session/session.ts';
import styles from './life.module.css';

const showKey = 'o';

/** Stands over a pair that somebody may rather not see: says what kind it is, and shows it when asked. */
export function Cover({ work }: { work: Work }) {
  const t = useT();
  const id = useId();
  const { controller, registry } = useBench();
  const [always, setAlways] = useState(false);
  const kinds = work.sensitive.map((kind) => kindText(kind, t)).join(t('labeling-life.and'));
  const show = (): void => {
    controller.holds.show(work.id, always ? work.sensitive : []);
    // Only from now on can it be read.
    controller.painted(work.id, performance.now());
    announce(t('labeling-life.shown'));
  };
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  useEffect(
    () =>
      registry.register([
        {
          id: 'show-covered',
          scope: 'screen',
          chords: [showKey],
          label: 'labeling-life.show',
          run: () => latest.current(),
        },
      ]),
    [registry],
  );
  useEffect(() => announce(t('labeling-life.covered_said', { kinds })), [t, kinds]);
  return (
    <section className={styles['cover']} aria-labelledby={id}>
      <div className={styles['coverCard']}>
        <h2 id={id}>{t('labeling-life.covered')}</h2>
        <p>{kinds}</p>
        <p className="muted">{t('labeling-life.covered_why')}</p>
        <Checkbox label={t('labeling-life.always_show')} checked={always} onChange={setAlways} />
        <span className="row">
          <Button variant="primary" aria-keyshortcuts={chordText(showKey)} onClick={show}>
            <kbd aria-hidden="true">{chordText(showKey)}</kbd>
            {t('labeling-life.show')}
          </Button>
          <Link href={paths.workPreferences()}>{t('labeling-life.opt_out')}</Link>
        </span>
      </div>
    </section>
  );
}

function kindText(kind: string, t: Translate): string {
  const known = sensitiveCategories.find((category) => category === kind) ?? 'other';
  return t(`work-life.sensitive_${known}`);
}
