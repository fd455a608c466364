import type { Config } from '../env.ts';
import type { Logger } from '../logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type ProbeServer, startProbeServer } from './probe-server.ts';

export interface Watch {
  /** Undefined: nobody watches, and nothing is counted. */
  readonly metrics: Metrics | undefined;
  /** Begins to answer. */
  start(notReady: () => Promise<string | undefined>): Promise<void>;
  close(): Promise<void>;
}

/** Counts what a process does and answers who asks, where the configuration says so. */
export function watchProcess(
  { probe }: Pick<Config, 'probe'>,
  { program, version, log }: { readonly program: string; readonly version: string; readonly log: Logger },
): Watch {
  if (probe === undefined)
    return { metrics: undefined, start: () => Promise.resolve(), close: () => Promise.resolve() };
  const metrics = createMetrics(program, version);
  let server: ProbeServer | undefined;
  return {
    metrics,
    async start(notReady) {
      server = await startProbeServer({ ...probe, metrics, notReady });
      log.info({ host: probe.host, port: server.port }, 'metrics ready');
    },
    close: async () => server?.close(),
  };
}
