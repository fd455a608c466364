import type { Outbox } from '../../outbox/outbox.ts';
import type { DraftLink } from './draft-link.ts';
import type { Entries } from './entries.ts';
import type { Keeper } from './keeper.ts';
import type { SessionEvent, SessionState } from './session.ts';

/** What the parts of a sitting share: the session, where it is kept, and how to change it. */
export interface Desk {
  readonly projectId: string;
  readonly outbox: Outbox;
  readonly entries: Entries;
  readonly drafts: DraftLink;
  /** Decided or undone in this tab: nobody else has a say in them. */
  readonly touched: ReadonlySet<string>;
  /** Null where the device keeps nothing. */
  readonly keeper: () => Promise<Keeper | null>;
  readonly state: () => SessionState;
  readonly dispatch: (event: SessionEvent) => void;
  /** Something that is not of the session changed. */
  readonly tell: () => void;
}
