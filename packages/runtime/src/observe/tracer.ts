import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { TracingConfig } from '../env-tracing.ts';

interface TracerOptions extends TracingConfig {
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly program: string;
  readonly version: string;
}

/** Makes the provider of this process; gives what sends the rest and stops it. */
export function openTracer({
  endpoint,
  share,
  headers,
  program,
  version,
}: TracerOptions): () => Promise<void> {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    headers: { ...headers },
    timeoutMillis: 5_000,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': `pairwright-${program}`,
      'service.version': version,
      'process.pid': process.pid,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    // A collector that is away costs spans, never memory: the queue is bounded.
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        maxQueueSize: 8_192,
        maxExportBatchSize: 512,
        scheduledDelayMillis: 1_000,
        exportTimeoutMillis: 5_000,
      }),
    ],
  });
  provider.register();
  return () => provider.shutdown();
}
