/** An entry of the audit log as its hash sees it; hashes are 64 hex digits. One line of the export is this and `private`. */
export interface ChainedEntry {
  readonly seq: number;
  readonly occurredAt: string;
  readonly actorId: string | null;
  readonly via: string;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string | null;
  readonly projectId: string | null;
  readonly requestId: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly originHash: string | null;
  readonly personHash: string | null;
  readonly previousHash: string;
  readonly hash: string;
  /** What the hashes above promise, as far as it is not erased. */
  readonly private: Readonly<Partial<Record<PrivatePart, PrivateData>>>;
}

export type PrivatePart = 'origin' | 'person';

/** The salt keeps an erased address from being found by trying all addresses. */
export interface PrivateData {
  /** 64 hex digits. */
  readonly salt: string;
  readonly data: unknown;
}

export type ChainFault = 'gap' | 'previous' | 'content' | PrivatePart;

/** Gives 64 hex digits of the UTF-8 bytes. */
export type Sha256 = (text: string) => string;

/** What comes before the first entry. */
export const firstHash = '0'.repeat(64);

/** The text whose sha256 is the entry's hash: what it says and the hash before it, as canonical JSON. */
export function entryText(entry: Omit<ChainedEntry, 'hash' | 'private'>): string {
  return canonicalJson([
    entry.seq,
    entry.occurredAt,
    entry.actorId,
    entry.via,
    entry.action,
    entry.objectKind,
    entry.objectId,
    entry.projectId,
    entry.requestId,
    entry.before,
    entry.after,
    entry.originHash,
    entry.personHash,
    entry.previousHash,
  ]);
}

/** The text whose sha256 stands in an entry for what is about a person. */
export function privateText({ salt, data }: PrivateData): string {
  return canonicalJson([salt, data]);
}

/**
 * What is wrong with an entry behind the one before it, null when it fits. Without `previous` it is the first one there
 * is: what it says was before it is believed.
 */
export function chainFault(
  entry: ChainedEntry,
  previous: Pick<ChainedEntry, 'seq' | 'hash'> | undefined,
  sha256: Sha256,
): ChainFault | null {
  if (entry.seq === 1 && entry.previousHash !== firstHash) return 'previous';
  if (previous !== undefined && entry.seq !== previous.seq + 1) return 'gap';
  if (previous !== undefined && entry.previousHash !== previous.hash) return 'previous';
  if (sha256(entryText(entry)) !== entry.hash) return 'content';
  for (const part of ['origin', 'person'] as const) {
    const told = entry.private[part];
    if (told !== undefined && sha256(privateText(told)) !== entry[`${part}Hash`]) return part;
  }
  return null;
}

/**
 * Looks after a log whose beginning a retention rule removed: an entry behind it must say up to where, with the hash that
 * the first one that is left was written behind.
 */
export class ChainStart {
  #first: ChainedEntry | undefined;
  #isTold = false;

  /** Every entry, in order. */
  see(entry: ChainedEntry): void {
    this.#first ??= entry;
    if (entry.action !== 'applyRetention') return;
    const { auditUpTo: upTo } = (entry.after ?? {}) as { auditUpTo?: { seq: number; hash: string } };
    if (upTo?.seq === this.#first.seq - 1 && upTo.hash === this.#first.previousHash) this.#isTold = true;
  }

  /** The number of the first entry when nothing tells what became of those before it; else null. */
  get gap(): number | null {
    return this.#first === undefined || this.#first.seq === 1 || this.#isTold ? null : this.#first.seq;
  }

  /** Whether an entry was removed with the beginning. */
  isRemoved(seq: number): boolean {
    return this.#isTold && seq < (this.#first?.seq ?? 0);
  }
}

/** JSON with the keys of every object in the order of their UTF-16 codes: equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
