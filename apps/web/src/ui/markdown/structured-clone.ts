/** Stands in for the fallback that the Markdown library brings: every browser we serve has its own. */
// oxlint-disable-next-line import/no-default-export -- The package it stands for exports it so.
export default structuredClone;
