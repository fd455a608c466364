import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, type Client, createClient, NoAnswer } from '@pairwright/contract/client';
import { CliError } from './cli-error.ts';
import { fileErrorText } from './file-error.ts';
import type { Output } from './output.ts';
import { readSettings, type Settings } from './settings.ts';

/** Before what makes something is asked for again, because no answer came. */
const WAITS_MS = [500, 2_000];

/** What a command works with. */
export interface Cli {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Output;
  readonly settings: Settings;
  readonly client: Client;
}

export async function openCli(options: {
  env: Cli['env'];
  out: Output;
  server: string | undefined;
}): Promise<Cli> {
  const settings = await readSettings(options.env, { server: options.server });
  const client = createClient({
    baseUrl: settings.server,
    ...(settings.token === undefined ? {} : { token: settings.token }),
    async again(failures) {
      const wait = WAITS_MS[failures - 1];
      if (wait === undefined) return false;
      await delay(wait);
      return true;
    },
  });
  return { env: options.env, out: options.out, settings, client };
}

/** Turns what the client throws into an end with a sentence and an exit code. */
export function toCliError(error: unknown, server: string): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof NoAnswer) {
    return new CliError(
      'unreachable',
      `No answer from ${server}. Is it running (npm start)? Another address goes with --server.`,
    );
  }
  if (error instanceof ApiProblem) {
    const faults = (error.body.faults ?? []).map(
      (fault) => `  ${fault.path}: ${fault.rule}${fault.fix ? ` (${fault.fix})` : ''}`,
    );
    const text = [error.message, ...faults].join('\n');
    if (error.body.code === 'not_signed_in')
      return new CliError('not_signed_in', `You are not signed in to ${server}. Run "login".`, {
        problem: error.body,
      });
    if (error.body.status === 401) return new CliError('not_signed_in', text, { problem: error.body });
    return new CliError('refused', text, { problem: error.body });
  }
  return new CliError(
    'failed',
    fileErrorText(error) ?? (error instanceof Error ? error.message : String(error)),
  );
}
