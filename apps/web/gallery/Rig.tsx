import { useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useEntry } from '../src/labeling/answer/use-entry.ts';
import type { EntryDesk } from '../src/labeling/answer/use-entry.ts';
import { BenchContext } from '../src/labeling/session/bench-context.ts';
import { firstCircumstances } from '../src/labeling/session/circumstances.ts';
import { Controller } from '../src/labeling/session/controller.ts';
import { emptyEntry } from '../src/labeling/session/entries.ts';
import type { Entry } from '../src/labeling/session/entries.ts';
import type { SessionState, Work } from '../src/labeling/session/session.ts';
import { ShortcutRegistry } from '../src/labeling/shortcuts/registry.ts';
import { useOutbox } from '../src/outbox/use-outbox.ts';
import { PROJECT_ID } from './samples/project.ts';

/** A workbench around one sample, with the product's own parts. */
export interface RigParts {
  desk: EntryDesk;
  work: Work;
  controller: Controller;
  registry: ShortcutRegistry;
  session: SessionState;
}

interface RigProps {
  work: Work;
  /** What has been entered for it. */
  entry?: Partial<Entry>;
  children: (parts: RigParts) => ReactNode;
}

/** Holds one sample as a sitting does. What is given stays: nothing here is sent anywhere. */
export function Rig({ work, entry = {}, children }: RigProps) {
  const outbox = useOutbox();
  const [{ controller, registry }] = useState(() => {
    const made = new Controller(
      {
        projectId: PROJECT_ID,
        leaseMinutes: 60,
        outbox,
        keeper: async () => null,
        onSaved: () => undefined,
        onUndoTrouble: () => undefined,
      },
      firstCircumstances(1),
    );
    made.entries.load(work.id, { ...emptyEntry, ...entry });
    made.dispatch({ type: 'claimed', works: [work], decided: new Set(), exhausted: false });
    return { controller: made, registry: new ShortcutRegistry() };
  });
  const session = useSyncExternalStore(controller.subscribe, controller.state);
  const real = useEntry(controller, session);
  const desk: EntryDesk = {
    ...real,
    giveAnswer: (answer) => real.change((before) => ({ ...before, answer })),
    give: (press, by) => (real.missing.length === 0 ? undefined : real.give(press, by)),
  };
  const bench = useMemo(() => ({ controller, registry }), [controller, registry]);
  return <BenchContext value={bench}>{children({ desk, work, controller, registry, session })}</BenchContext>;
}
