import type { Answer, Details } from '@pairwright/contract/judgment';
import { isOneKey } from '@pairwright/domain/judgment/form';
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Outbox } from '../../outbox/outbox.ts';
import { useOutbox } from '../../outbox/use-outbox.ts';
import { withImplied } from '../answer/lacking.ts';
import { useEntry } from '../answer/use-entry.ts';
import type { EntryDesk, Press } from '../answer/use-entry.ts';
import type { Bench } from '../session/bench-context.ts';
import { firstCircumstances } from '../session/circumstances.ts';
import { Controller } from '../session/controller.ts';
import { emptyEntry } from '../session/entries.ts';
import type { Work } from '../session/session.ts';
import { ShortcutRegistry } from '../shortcuts/registry.ts';

interface PracticeDeskOptions {
  /** Stands there before anything is entered. */
  first?: Answer | null;
  ratings?: Details['ratings'] | undefined;
  /** Ratings where they are the answer. */
  onAnswer: (answer: Answer, ratings: Details['ratings']) => void;
  /** Where the keys of the answer go; left out: nobody hears them. */
  keys?: ShortcutRegistry | undefined;
}

/** A desk for one work whose answers go to `onAnswer` and nowhere else. The work stays the same while it is mounted. */
export function usePracticeDesk(
  work: Work,
  { first = null, ratings = [], onAnswer, keys }: PracticeDeskOptions,
): { bench: Bench; desk: EntryDesk } {
  const outbox = useOutbox();
  const [registry] = useState(() => keys ?? new ShortcutRegistry());
  const [controller] = useState(() => practiceController(outbox, { work, answer: first, ratings }));
  const bench = useMemo(() => ({ controller, registry }), [controller, registry]);
  const session = useSyncExternalStore(controller.subscribe, controller.state);
  return { bench, desk: practiceDesk(useEntry(controller, session), work, onAnswer) };
}

export function nothing(): void {
  // There is nothing to do in practice.
}

/** Holds what is entered. It is never started and takes no decisions, so nothing of it is sent. */
function practiceController(
  outbox: Outbox,
  { work, answer, ratings }: { work: Work; answer: Answer | null; ratings: Details['ratings'] },
): Controller {
  const controller = new Controller(
    {
      projectId: work.id,
      leaseMinutes: 60,
      outbox,
      onSaved: nothing,
      onUndoTrouble: nothing,
      keeper: async () => Promise.resolve(null),
    },
    firstCircumstances(1),
  );
  controller.dispatch({ type: 'claimed', works: [work], decided: new Set(), exhausted: true });
  if (answer !== null)
    controller.entries.load(work.id, {
      ...emptyEntry,
      answer,
      details: { ...emptyEntry.details, ratings },
    });
  return controller;
}

/** The same desk, whose judgments are answers to the example. */
function practiceDesk(desk: EntryDesk, work: Work, onAnswer: PracticeDeskOptions['onAnswer']): EntryDesk {
  const give = ({ repeat }: Press, answer: Answer | null): void => {
    if (repeat || answer === null) return;
    onAnswer(answer, desk.entry.details.ratings);
  };
  return {
    ...desk,
    giveAnswer: (answer, press) => {
      if (press.repeat) return;
      desk.change((entry) => ({ ...entry, answer }));
      if (isOneKey(work.question.form)) give(press, answer);
    },
    give: (press) => {
      if (desk.missing.length === 0) give(press, withImplied(work, desk.entry).answer);
    },
    openComment: nothing,
  };
}
