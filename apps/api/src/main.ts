import { existsSync } from 'node:fs';
import path from 'node:path';
import { requireSecretKeys, warnAboutLostKeys } from '@pairwright/core/secrets/seal-secrets.service';
import { watchServices } from '@pairwright/core/system/gauges';
import { openServices } from '@pairwright/core/system/open-services';
import { timeLimits } from '@pairwright/db/time-limits';
import { findMigrationsDir } from '@pairwright/db/migrate';
import { closeInOrder, onShutdown } from '@pairwright/runtime/close';
import { type Config, processEnv, readConfig } from '@pairwright/runtime/env';
import { watchProcess } from '@pairwright/runtime/observe/watch';
import { createLogger, type Logger } from '@pairwright/runtime/logger';
import { openMailer } from '@pairwright/runtime/mail/mailer';
import packageJson from '../package.json' with { type: 'json' };
import type { AppConfig } from './app-config.ts';
import { buildApp } from './app.ts';
import { notReady } from './health.ts';
import { apiLimits } from './limits.ts';
import { requireAllOperations, warnAboutDemo } from './boot-checks.ts';

try {
  const config = readConfig(processEnv());
  await run(config, createLogger({ name: 'api', level: config.logLevel }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function run(config: Config, log: Logger): Promise<void> {
  const { services, parts } = await openServices(config, {
    program: 'api',
    version: packageJson.version,
    poolSize: apiLimits.databaseConnections,
    limits: timeLimits.request,
    log,
  });
  const { queue, artifacts } = services;
  const mailer = openMailer({ url: config.secrets.reveal().smtpUrl, from: config.mailFrom });
  const watch = watchProcess(config, { program: 'api', version: packageJson.version, log });
  if (watch.metrics !== undefined) watchServices(watch.metrics, services);
  const appConfig = await appConfigOf(config);
  const app = await buildApp({ services, metrics: watch.metrics, mailer, config: appConfig });
  requireAllOperations(app);
  await requireSecretKeys(services);
  await warnAboutLostKeys(services);
  await warnAboutDemo(services, config.host);
  const close = (): Promise<void> =>
    closeInOrder([
      { name: 'http', close: () => app.close(), deadlineMs: 20_000 },
      { name: 'metrics', close: () => watch.close(), deadlineMs: 1_000 },
      { name: 'mail', close: () => mailer.close(), deadlineMs: 5_000 },
      ...parts,
    ]);
  onShutdown(close, { onError: (error) => log.error({ err: error }, 'the server did not stop cleanly') });
  // Started by another process of ours: when that one dies, this one must not stay behind.
  process.once('disconnect', () => process.emit('SIGTERM', 'SIGTERM'));
  await watch.start(() => notReady(app));
  const address = await app.listen({ host: config.host, port: config.port });
  log.info(
    {
      address,
      publicUrl: config.publicUrl,
      queue: queue.backend,
      mail: mailer.kind,
      artifacts: artifacts.kind,
      web: appConfig.webDir !== undefined,
    },
    'api ready',
  );
  process.send?.({ ready: true, address });
}

async function appConfigOf(config: Config): Promise<AppConfig> {
  const web = path.join(import.meta.dirname, '../../web/dist');
  const migrationsDir = await findMigrationsDir(import.meta.dirname);
  const { publicUrl, trustProxy, cookieSecure, uploadMaxBytes, outgoing, importS3, backupWarnDays } = config;
  const { oidcClientSecret: clientSecret } = config.secrets.reveal();
  return {
    version: packageJson.version,
    publicUrl,
    trustProxy,
    cookieSecure,
    uploadMaxBytes,
    outgoing,
    importS3,
    backupWarnDays,
    oidc:
      config.oidc === undefined || clientSecret === undefined ? undefined : { ...config.oidc, clientSecret },
    webDir: existsSync(path.join(web, 'index.html')) ? web : undefined,
    migrationsDir,
    docsDir: path.join(migrationsDir, '../docs'),
  };
}
