import { translate } from '../../i18n/i18n.ts';
import { announce } from '../../ui/live-region.ts';
import { preferences, setPreferences } from '../desk/preferences.ts';
import type { Work } from '../session/session.ts';
import { nextTextSize } from './text-size.ts';
import { setView, view } from './view.ts';

export interface ReadingActions {
  diff: () => void;
  sync: () => void;
  find: () => void;
  invisible: () => void;
  larger: () => void;
  smaller: () => void;
  usualSize: () => void;
  /** One answer alone in full width; asked again, all of them. */
  alone: (place: number) => void;
}

/** Two answers, and the project does not forbid it: highlighting draws the eye to the surface. */
export function mayDiff({ question, responses }: Work): boolean {
  return question.form.allowDiff && responses.length === 2;
}

/** What the reading tools do, by key, by menu or by button. */
export function readingActions(work: Work): ReadingActions {
  const sized = (textSize: number): void => {
    setPreferences({ textSize });
    announce(translate('labeling-reading.text_size_now', { percent: textSize }));
  };
  const toggled = (name: 'syncScroll' | 'invisible', words: 'sync' | 'invisible'): void => {
    const on = !preferences()[name];
    setPreferences({ [name]: on });
    announce(translate(`labeling-reading.${words}_${on ? 'on' : 'off'}`));
  };
  return {
    diff: () => {
      if (mayDiff(work)) setView({ diff: view().diff === work.id ? null : work.id });
    },
    sync: () => toggled('syncScroll', 'sync'),
    find: () => setView({ find: true }),
    invisible: () => toggled('invisible', 'invisible'),
    larger: () => sized(nextTextSize(preferences().textSize, 1)),
    smaller: () => sized(nextTextSize(preferences().textSize, -1)),
    usualSize: () => sized(100),
    alone: (place) => {
      if (place >= work.responses.length) return;
      const { focus } = view();
      const shown = focus?.id === work.id ? focus.place : 0;
      const already = preferences().layout === 'one_at_a_time' && shown === place;
      setView({ focus: already ? null : { id: work.id, place } });
      setPreferences({ layout: already ? 'auto' : 'one_at_a_time' });
    },
  };
}
