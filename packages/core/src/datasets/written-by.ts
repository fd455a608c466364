import core from '../../package.json' with { type: 'json' };

/** Name and version of the software, as manifests tell it. */
export const WRITTEN_BY = `Pairwright ${core.version}`;

/** What builds puts the commit here (tools/lib/build.mjs); programs that run from their sources have none. */
declare const __BUILT_FROM__: string | null | undefined;

/** The commit that this program was built from; null where it was built from none, or not built. */
export const BUILT_FROM: string | null = typeof __BUILT_FROM__ === 'string' ? __BUILT_FROM__ : null;
