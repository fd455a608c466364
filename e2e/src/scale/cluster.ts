import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { findRedisServer, type RedisServer, startRedisServer } from '@pairwright/queue/fixtures/redis-server';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { type RoundRobin, startRoundRobin } from '../support/round-robin.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

/** Several processes of the product on one database, one queue and one bucket, behind one address. */
export interface Cluster {
  readonly database: TestDatabase;
  readonly proxy: RoundRobin;
  readonly apis: ApiProcess[];
  readonly workers: WorkerProcess[];
  /** Where the bucket's files lie. */
  readonly bucketFolder: string;
  /** Takes a process down as a crash would, and starts another in its place. */
  replaceApi(index: number): Promise<void>;
  replaceWorker(index: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts so many of each. With a `redis-server` on PATH the queue is there, else in PostgreSQL. */
export async function startCluster(size: { apis: number; workers: number }): Promise<Cluster> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-cluster-'));
  const database = await createTestDatabase();
  const redis = await startQueueServer();
  const s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: path.join(folder, 'bucket'),
    configureBuckets: [{ name: 'pairwright', configs: [] }],
  });
  const { port } = await s3.run();
  const proxy = await startRoundRobin();
  const env = {
    PUBLIC_URL: proxy.baseUrl,
    TRUST_PROXY: '127.0.0.1',
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'pairwright',
    S3_ACCESS_KEY_ID: 'S3RVER',
    S3_SECRET_ACCESS_KEY: 'S3RVER',
    SECRET_KEYS: randomBytes(32).toString('hex'),
    DATABASE_POOL_SIZE: '6',
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
  };
  let started = 0;
  // Each with a folder of its own, as on machines of their own.
  const options = () => ({
    databaseUrl: database.url,
    dataDir: path.join(folder, `process-${(started += 1)}`),
    env,
  });
  const apis = await Promise.all(Array.from({ length: size.apis }, () => startApiProcess(options())));
  const workers = await Promise.all(
    Array.from({ length: size.workers }, () => startWorkerProcess(options())),
  );
  const spread = (): void => {
    proxy.backends = apis.map(({ baseUrl }) => baseUrl);
  };
  spread();
  return {
    database,
    proxy,
    apis,
    workers,
    bucketFolder: path.join(folder, 'bucket'),
    async replaceApi(index) {
      await apis[index]?.kill();
      apis[index] = await startApiProcess(options());
      spread();
    },
    async replaceWorker(index) {
      await workers[index]?.kill();
      workers[index] = await startWorkerProcess(options());
    },
    async stop() {
      await Promise.all([...apis, ...workers].map((process) => process.stop()));
      await proxy.close();
      await s3.close();
      await redis?.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startQueueServer(): Promise<RedisServer | undefined> {
  const binary = await findRedisServer(process.env['PATH'] ?? '');
  if (binary !== undefined) return startRedisServer(binary);
  console.log('scale: without redis-server the queue of the processes is in PostgreSQL.');
  return undefined;
}
