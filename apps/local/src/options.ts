import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '@pairwright/runtime/env';

export interface LocalOptions {
  readonly config: Config;
  /** The environment for api and worker, before address and database are known. */
  readonly env: NodeJS.ProcessEnv;
  readonly openBrowser: boolean;
  readonly loadDemo: boolean;
  /** Top of the checkout. */
  readonly root: string;
}

function canShowBrowser(env: NodeJS.ProcessEnv): boolean {
  if (env['CI'] !== undefined && env['CI'] !== 'false') return false;
  if (env['SSH_CONNECTION'] !== undefined) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}

/** Reads environment and flags; throws ConfigError with all faults. Data stays in `.data` of the checkout unless named. */
export function readOptions(env: NodeJS.ProcessEnv, argv: readonly string[]): LocalOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'no-open': { type: 'boolean', default: false },
      'no-demo': { type: 'boolean', default: false },
    },
  });
  const root = path.resolve(import.meta.dirname, '../../..');
  const filled = {
    ...env,
    PAIRWRIGHT_DATA: env['PAIRWRIGHT_DATA'] ?? path.join(root, '.data'),
    LOG_LEVEL: env['LOG_LEVEL'] ?? 'warn',
  };
  return {
    config: readConfig(filled),
    env: filled,
    openBrowser: !values['no-open'] && canShowBrowser(env),
    loadDemo: !values['no-demo'],
    root,
  };
}
