#!/usr/bin/env node
import { env } from 'node:process';
import { runCli } from './program.ts';

process.exitCode = await runCli(process.argv.slice(2), env, process);
