import core from '../../package.json' with { type: 'json' };

/** Name and version of the software, as manifests tell it. */
export const WRITTEN_BY = `Pairwright ${core.version}`;
