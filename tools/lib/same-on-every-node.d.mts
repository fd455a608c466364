/** Globs of test files that this run leaves out; for what PAIRWRIGHT_OTHER_NODE says in the environment. */
export function leftOut(env: Readonly<Record<string, string | undefined>>): string[];
