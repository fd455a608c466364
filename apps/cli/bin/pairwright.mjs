#!/usr/bin/env node
// The command `pairwright` of a built installation: one name for the command line and for what operates the installation.
import { programOf } from './program-of.mjs';

process.setSourceMapsEnabled(true);
await import(`../../${programOf(process.argv.slice(2))}/dist/main.js`);
