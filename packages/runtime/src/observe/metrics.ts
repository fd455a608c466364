import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; from a cached answer to a long upload. */
const REQUEST_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
const JOB_BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600];

export interface GaugeValue {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A number that is read when it is asked for. */
export interface GaugeSource {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly read: () => Promise<readonly GaugeValue[]> | readonly GaugeValue[];
}

/** How a try to deliver ended: it was taken, will be tried again, or was the last one. */
export const deliveryResults = ['delivered', 'failed', 'given_up'] as const;
export type DeliveryResult = (typeof deliveryResults)[number];

/** What a process counts, in the text format of Prometheus. */
export interface Metrics {
  readonly registry: Registry;
  /** A request of an operation was answered with a status after so many seconds. */
  request(operation: string, status: number, seconds: number): void;
  /** A run of a job ended. */
  job(name: string, result: 'completed' | 'failed' | 'put_back', seconds: number): void;
  /** A delivery of a webhook was tried. */
  delivery(result: DeliveryResult): void;
  /** A request was refused because there was too much to do. */
  overload(reason: string): void;
  /** A browser reported that the policy of a page stopped something. */
  policyViolation(directive: string, by: string): void;
  /** Adds gauges that are read together; a source that fails leaves its gauges out and counts in `pairwright_scrape_failures_total`. */
  gauges(source: string, gauges: readonly GaugeSource[]): void;
}

/** Makes the registry of a process: `program` is api or worker. */
export function createMetrics(program: string, version: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ program });
  collectDefaultMetrics({ register: registry, prefix: 'pairwright_' });
  new Gauge({
    name: 'pairwright_build_info',
    help: 'Always 1; the version is in the label.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
  const requests = new Histogram({
    name: 'pairwright_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by operation and status class.',
    labelNames: ['operation', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [registry],
  });
  const jobs = new Histogram({
    name: 'pairwright_job_duration_seconds',
    help: 'Time that one run of a job took, by job and how it ended.',
    labelNames: ['job', 'result'],
    buckets: JOB_BUCKETS,
    registers: [registry],
  });
  const deliveries = countDeliveries(registry);
  const overloads = new Counter({
    name: 'pairwright_http_overload_refusals_total',
    help: 'Requests refused because there was more to do than could be done, by what was short.',
    labelNames: ['reason'],
    registers: [registry],
  });
  const violations = new Counter({
    name: 'pairwright_policy_violations_total',
    help: 'What content security policies stopped in browsers, as those report it, by directive and by who did it.',
    labelNames: ['directive', 'by'],
    registers: [registry],
  });
  const failures = new Counter({
    name: 'pairwright_scrape_failures_total',
    help: 'Times that a group of gauges could not be read.',
    labelNames: ['source'],
    registers: [registry],
  });
  return {
    registry,
    request: (operation, status, seconds) =>
      requests.observe({ operation, status: `${Math.floor(status / 100)}xx` }, seconds),
    job: (job, result, seconds) => jobs.observe({ job, result }, seconds),
    delivery: (result) => deliveries.inc({ result }),
    overload: (reason) => overloads.inc({ reason }),
    policyViolation: (directive, by) => violations.inc({ directive, by }),
    gauges(source, gauges) {
      failures.inc({ source }, 0);
      for (const each of gauges) registry.registerMetric(toGauge(each, () => failures.inc({ source })));
    },
  };
}

function countDeliveries(registry: Registry): Counter<'result'> {
  const deliveries = new Counter({
    name: 'pairwright_webhook_tries_total',
    help: 'Tries to deliver a message of a webhook, by how they ended.',
    labelNames: ['result'],
    registers: [registry],
  });
  // A rate needs the 0 before the first one.
  for (const result of deliveryResults) deliveries.inc({ result }, 0);
  return deliveries;
}

function toGauge({ name, help, labels, read }: GaugeSource, failed: () => void): Gauge {
  return new Gauge({
    name,
    help,
    labelNames: [...(labels ?? [])],
    registers: [],
    async collect() {
      // What is not known now is left out: an old number would look like a new one.
      this.reset();
      if (labels === undefined) this.remove();
      try {
        for (const { labels: of, value } of await read()) this.set({ ...of }, value);
      } catch {
        failed();
      }
    },
  });
}
