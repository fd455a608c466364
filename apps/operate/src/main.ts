#!/usr/bin/env node
import { processEnv } from '@pairwright/runtime/env';
import { runOperate } from './program.ts';

// What is written here holds everything: nobody but its owner reads it.
process.umask(0o077);

const env = processEnv();
const { stdout, stderr, stdin } = process;
// npm runs scripts in the checkout; relative names are meant from where the person stands.
const folder = env['INIT_CWD'] ?? process.cwd();
process.exitCode = await runOperate(process.argv.slice(2), env, { stdout, stderr, stdin, folder });
