import { findMigrationsDir } from '@pairwright/db/migrate';
import { type Config, ConfigError, readConfig } from '@pairwright/runtime/env';
import { openInstallation } from '../installation.ts';
import { examine, exitCodeOf } from './examine.ts';
import { type Examined, fault } from './faults.ts';
import { lookAtConfigError } from './look-at-settings.ts';
import { usualLimits } from './patient.ts';
import { reportData, reportText } from './report.ts';

export interface DoctorOptions {
  readonly deep?: boolean;
  readonly strict?: boolean;
  /** MiB that must be free. */
  readonly minFree?: number;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly stdout: NodeJS.WritableStream;
}

/** `pairwright doctor`: looks for the usual faults of an installation, names each, and gives the exit code. */
export async function doctor({ env, json, stdout }: Surroundings, options: DoctorOptions): Promise<number> {
  const examined = await examineEnv(env, options);
  stdout.write(`${json ? JSON.stringify(reportData(examined)) : reportText(examined)}\n`);
  return exitCodeOf(examined, options.strict === true);
}

async function examineEnv(env: Surroundings['env'], options: DoctorOptions): Promise<Examined[]> {
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [{ check: 'configuration', findings: lookAtConfigError(error) }];
  }
  const installation = await openInstallation(config, () => undefined).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  if (installation instanceof Error)
    return [
      {
        check: 'database',
        findings: [
          fault('database_unreachable', installation.message, 'Nothing else can be examined without it.'),
        ],
      },
    ];
  try {
    return await examine({
      config,
      url: installation.url,
      migrationsDir: await findMigrationsDir(import.meta.dirname),
      deep: options.deep === true,
      now: Date.now,
      limits: {
        ...usualLimits,
        ...(options.minFree === undefined ? {} : { freeBytes: options.minFree * 1024 ** 2 }),
      },
    });
  } finally {
    await installation.close();
  }
}
