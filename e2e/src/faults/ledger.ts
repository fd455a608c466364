/** What clients were told, kept by the test alone; the checkers compare it with what is stored. */
export interface Ledger {
  /** Imports whose run was accepted: the word that their rows begin with, and how many there are. */
  readonly imports: Map<string, { readonly word: string; readonly rows: number }>;
  /** Versions that were acknowledged, and once they were ready their content. */
  readonly versions: Map<string, { content: string | undefined }>;
  /** Exports that were acknowledged, and once they were downloaded the hash of each file. */
  readonly exports: Map<string, { readonly sums: Map<string, string> }>;
  /** Exclusions that were acknowledged. */
  readonly exclusions: Set<string>;
  /** What should not be, noticed on the way. */
  readonly faults: string[];
}

export function newLedger(): Ledger {
  return { imports: new Map(), versions: new Map(), exports: new Map(), exclusions: new Set(), faults: [] };
}
