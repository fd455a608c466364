/** Globs of test files that this run leaves out; for what PAIRWRIGHT_OTHER_NODE says in the environment, or in what is given. */
export function leftOut(env?: Readonly<Record<string, string | undefined>>): string[];
/** Globs of the journeys that this run has. */
export function journeys(env?: Readonly<Record<string, string | undefined>>): string[];
