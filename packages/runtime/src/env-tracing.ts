import { z } from 'zod';
import { url } from './env-shapes.ts';

/** Where traces go; undefined: nothing is traced. */
export interface TracingConfig {
  /** Base address of a collector that takes OTLP over HTTP. */
  readonly endpoint: string;
  /** Share of requests that are traced, 0 to 1. */
  readonly share: number;
}

/** Named as OpenTelemetry names them. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    shape: url('http:', 'https:').optional(),
    help: 'Collector of OpenTelemetry traces (OTLP over HTTP), like http://collector:4318; leave it out to trace nothing.',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    shape: z
      .string()
      .regex(/^[\w-]+=[^,=\r\n]*(,[\w-]+=[^,=\r\n]*)*$/, 'must be name=value, several separated by commas')
      .transform((value) =>
        Object.fromEntries(value.split(',').map((pair) => pair.split('=') as [string, string])),
      )
      .optional(),
    help: 'Headers that the collector asks for, like authorization=Bearer%20…; leave it out for none.',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    shape: z.coerce.number().min(0, 'must be 0 to 1').max(1, 'must be 0 to 1').default(1),
    help: 'Share of requests that are traced, 0 to 1; leave it out for all.',
  },
} as const;

type Values = { [Name in keyof typeof tracingVariables]: z.output<(typeof tracingVariables)[Name]['shape']> };

export function tracingOf(values: Values): TracingConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share } = values;
  return endpoint === undefined ? undefined : { endpoint, share };
}
