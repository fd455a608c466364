/** Builds the apps named, or all, where their sources changed since the last build. */
export function buildIfNeeded(names?: readonly string[]): Promise<void>;
