import type { ViewState } from '@pairwright/contract/judgment';
import { useEffect, useState } from 'react';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { placeLetter } from '../answer/place-letter.ts';
import { currentId } from '../session/session.ts';
import type { Controller } from '../session/controller.ts';
import { activeMsOf, viewStateOf } from '../session/submission.ts';
import styles from './reading.module.css';

interface Recorded {
  activeMs: number;
  view: ViewState;
}

/** What is recorded beside a judgment, in plain words, with the values it would have now. */
export function RecordedDialog({ controller, onClose }: { controller: Controller; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const recorded = useRecorded(controller);
  return (
    <Dialog open onClose={onClose} title={t('labeling-reading.recorded')}>
      <p>{t('labeling-reading.recorded_why')}</p>
      {recorded === null ? null : (
        <div role="group" tabIndex={0} aria-label={t('labeling-reading.recorded')}>
          <dl className={styles['recorded']}>
            {rowsOf(recorded, t, (share) => formats.percent(share)).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      <p className="muted">{t('labeling-reading.recorded_not')}</p>
    </Dialog>
  );
}

function rowsOf(
  { activeMs, view }: Recorded,
  t: Translate,
  percent: (share: number) => string,
): [string, string][] {
  const seconds = (ms: number): string => t('labeling-reading.seconds', { count: Math.round(ms / 1000) });
  const onOff = (on: boolean): string => t(on ? 'labeling-reading.yes' : 'labeling-reading.no');
  const seen = view.seen.map((share, place): [string, string] => [
    t('labeling-reading.recorded_seen', { letter: placeLetter(place) }),
    percent(share),
  ]);
  return [
    [t('labeling-reading.recorded_visible'), seconds(view.visibleMs)],
    [t('labeling-reading.recorded_active'), seconds(activeMs)],
    ...seen,
    [t('labeling.layout'), t(`labeling-reading.layout_${view.layout}`)],
    [
      t('labeling-reading.recorded_rendering'),
      t(view.rendering === 'raw' ? 'labeling.raw' : 'labeling.rendered'),
    ],
    [t('labeling-reading.text_size'), percent((view.textSize ?? 100) / 100)],
    [t('labeling-reading.sync'), onOff(view.syncScroll === true)],
    [t('labeling-reading.recorded_diff'), seconds(view.diffMs ?? 0)],
    [t('labeling-reading.recorded_ignored'), String(view.ignoredPresses ?? 0)],
    [t('labeling-reading.recorded_undo'), String(view.undoCount)],
    [t('labeling-reading.recorded_fallbacks'), String(view.rawFallbacks ?? 0)],
    [t('labeling-reading.recorded_guidelines'), onOff(view.guidelinesOpened)],
    [t('labeling-reading.recorded_screen'), t(`labeling-reading.width_${view.widthClass}`)],
    [t('labeling-reading.recorded_theme'), t(`labeling-reading.theme_${view.theme}`)],
    [t('labeling-reading.recorded_language'), view.locale],
  ];
}

/** As of now, and every second after. */
function useRecorded(controller: Controller): Recorded | null {
  const [recorded, setRecorded] = useState(() => read(controller));
  useEffect(() => {
    const timer = setInterval(() => setRecorded(read(controller)), 1000);
    return () => clearInterval(timer);
  }, [controller]);
  return recorded;
}

function read(controller: Controller): Recorded | null {
  const state = controller.state();
  const id = currentId(state);
  const work = id === null ? undefined : state.works.get(id);
  if (work === undefined) return null;
  const times = controller.attention.read(work.id, performance.now());
  const { undoCount, ignoredPresses } = state;
  const circumstances = controller.circumstances();
  return {
    activeMs: activeMsOf(times),
    view: viewStateOf({ work, undoCount, ignoredPresses, circumstances, times }),
  };
}
