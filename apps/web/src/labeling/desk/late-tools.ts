import type { QuestionForm } from '@pairwright/contract/question-form';
import { useMemo } from 'react';
import { translate } from '../../i18n/i18n.ts';
import { toast } from '../../ui/toast.ts';
import { later } from '../answer/later.ts';
import { rewriteKey } from '../answer/part-keys.ts';
import { laterReading } from '../reading/later.ts';
import { keysForOneAlone, readingKeys } from '../reading/reading-keys.ts';
import type { Controller } from '../session/controller.ts';
import { currentId } from '../session/session.ts';
import type { LateTool, LateTools } from '../shortcuts/late-key.ts';

/** The tools of a form that come on demand. Answers are not among them: one that nobody saw being taken must not count. */
export function lateTools(form: QuestionForm, wantReading: () => void): LateTool[] {
  const keys = readingKeys(form);
  const reading = (id: string, chords: readonly string[]): LateTool => ({
    id: `reading-${id}`,
    chords,
    load: () => {
      wantReading();
      return laterReading.layer();
    },
  });
  const part = (id: string, chord: string, load: () => Promise<unknown>): LateTool => ({
    id,
    chords: [chord],
    load: () => Promise.all([later.parts(), load()]),
  });
  return [
    ...(form.allowDiff ? [reading('diff', [keys.diff])] : []),
    reading('find', [keys.find]),
    reading('sync', [keys.sync]),
    reading('invisible', [keys.invisible]),
    reading('larger', keys.larger),
    reading('smaller', [keys.smaller]),
    reading('usualSize', [keys.usualSize]),
    ...Array.from({ length: keysForOneAlone(form) }, (_, place) =>
      reading(`alone-${place}`, [`Shift+${place + 1}`]),
    ),
    ...(form.spans.length > 0 ? [part('mark', 'k', later.spans)] : []),
    ...(form.rewrite === 'off' ? [] : [part('rewrite', rewriteKey(form), later.rewrite)]),
  ];
}

/** What a key pressed before its tool is there needs to know. */
export function useLateTools(controller: Controller, wantReading: () => void): LateTools {
  return useMemo(() => {
    const where = (): string | null => currentId(controller.state());
    return {
      where,
      tools: () => {
        const work = controller.state().works.get(where() ?? '');
        return work === undefined ? [] : lateTools(work.question.form, wantReading);
      },
      onFailed: () => toast(translate('labeling.tool_not_loaded')),
    };
  }, [controller, wantReading]);
}
