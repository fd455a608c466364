import type { Config } from '../env.ts';
import type { Closable } from '../close.ts';

let tracing = false;

/** Whether this process traces. The provider of OpenTelemetry is one for a process, and so is this. */
export function isTracing(): boolean {
  return tracing;
}

/**
 * Sends traces of what this process does to the collector of the configuration; undefined where there is none. Loads
 * OpenTelemetry only then. Call it before anything that is to be traced is opened, and close it last: it sends what is left.
 */
export async function startTracing(
  config: Pick<Config, 'tracing' | 'secrets'>,
  of: { readonly program: string; readonly version: string },
): Promise<Closable | undefined> {
  if (config.tracing === undefined) return undefined;
  const { openTracer } = await import('./tracer.ts');
  const headers = config.secrets.reveal().tracingHeaders;
  const close = openTracer({ ...config.tracing, headers, ...of });
  tracing = true;
  return { name: 'traces', close, deadlineMs: 5_000 };
}
