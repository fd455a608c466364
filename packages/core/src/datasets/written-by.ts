import core from '../../package.json' with { type: 'json' };

/** Name and version of the software, as manifests tell it. */
export const WRITTEN_BY = `Pairwright ${core.version}`;

/** What builds puts the commit here (tools/lib/build.mjs); programs that run from their sources have none. */
declare const BUILT_FROM_COMMIT: string | null | undefined;

/** The commit that this program was built from; null where it was built from none, or not built. */
export const BUILT_FROM: string | null = typeof BUILT_FROM_COMMIT === 'string' ? BUILT_FROM_COMMIT : null;
