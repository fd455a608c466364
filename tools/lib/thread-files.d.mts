import type { Plugin } from 'vite';

/** A Vite plugin for bundles of Node programs whose threads have a file of their own. */
export function threadFiles(ending: '.js' | '.mjs'): Plugin;
