import type { Role } from '@pairwright/contract/access';
import type { Scope } from '@pairwright/contract/endpoint';
import type { Database } from '@pairwright/db/database';
import type { Replica } from '@pairwright/db/replica';
import type { Queue } from '@pairwright/queue/queue';
import type { Scanner } from '@pairwright/runtime/antivirus/clamd';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import type { Clock } from '@pairwright/runtime/clock';
import type { Ids } from '@pairwright/runtime/ids';
import type { Logger } from '@pairwright/runtime/logger';
import type { Sealer } from '@pairwright/runtime/sealed-secrets';

/** Who asks. A session holds every scope; a token those it was made with. */
export interface Actor {
  readonly userId: string;
  readonly isOwner: boolean;
  readonly via: 'session' | 'token';
  readonly scopes: ReadonlySet<Scope>;
  /** The projects that a token is for; null for all of its person. */
  readonly onlyIn: readonly string[] | null;
  /** The token they ask with; null in a session. What lasts and was made with one ends with it. */
  readonly tokenId: string | null;
}

/** What every process gives its use cases; made once in the composition root. */
export interface Services {
  readonly db: Database;
  /** Where heavy reads may go; left out where there is none. Which ones do is said in the contract (`reads`). */
  readonly replica?: Replica | undefined;
  readonly queue: Queue;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** Looks at what people bring before it is read; left out where nothing is scanned. */
  readonly scanner?: Scanner | undefined;
  /** Seals what must be read again, like the secrets of authenticator apps. */
  readonly sealer: Sealer;
}

/** A use case on behalf of a person. */
export interface Context extends Services {
  readonly actor: Actor;
}

/** A use case inside a project, after the policy let it pass. */
export interface ProjectContext extends Context {
  readonly projectId: string;
  /** The actor's role there; `owner` for the instance owner without a membership. */
  readonly role: Role | 'owner';
}
