import { isOneKey } from '@pairwright/domain/judgment/form';
import { useEffect, useState } from 'react';
import { useOutbox } from '../../outbox/use-outbox.ts';
import { fetchLater } from '../answer/later.ts';
import type { Controller } from './controller.ts';
import { currentId } from './session.ts';
import type { SessionState } from './session.ts';

/** Where one press is the whole judgment, all else comes when the first pair has been readable for a moment. */
const afterMs = 1500;

/** Begins to keep drafts, and fetches what other forms need: the network may go. Neither delays the first vote. */
export function useLater(controller: Controller, session: SessionState, projectId: string): void {
  const { userId } = useOutbox();
  const [readable, setReadable] = useState(false);
  const [begun, setBegun] = useState(false);
  if (!readable && session.painted !== null) setReadable(true);
  const id = currentId(session);
  const form = id === null ? undefined : session.works.get(id)?.question.form;
  const wait = form === undefined || isOneKey(form) ? afterMs : 0;
  useEffect(() => {
    if (!readable || begun) return;
    const timer = setTimeout(() => setBegun(true), wait);
    return () => clearTimeout(timer);
  }, [readable, begun, wait]);
  useEffect(() => {
    if (!begun) return;
    fetchLater();
    return keepDrafts(controller, { userId, projectId });
  }, [begun, controller, userId, projectId]);
}

function keepDrafts(controller: Controller, whose: { userId: string; projectId: string }): () => void {
  let stop: (() => void) | null = null;
  let over = false;
  const begin = (): void => {
    void import('./start-drafts.ts')
      .then((module) => module.startDrafts(controller, whose))
      .then(
        (end) => {
          if (over) end();
          else stop = end;
        },
        // The code did not come: until it does, what is entered lives as long as the page.
        () => addEventListener('online', begin, { once: true }),
      );
  };
  begin();
  return () => {
    over = true;
    removeEventListener('online', begin);
    stop?.();
  };
}
