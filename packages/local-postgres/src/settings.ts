import { statfs } from 'node:fs/promises';

export type Settings = Record<string, string>;

const base: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  max_connections: '100',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  logging_collector: 'off',
  password_encryption: 'scram-sha-256',
};

// Nothing here outlives the process, so durability is traded for speed.
const ephemeral: Settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '128MB',
  max_connections: '200',
};

/** Containers often have 64 MB of /dev/shm, too little for a parallel query. */
async function sharedMemory(): Promise<Settings> {
  if (process.platform !== 'linux') return {};
  const shm = await statfs('/dev/shm').catch(() => undefined);
  const roomy = shm !== undefined && shm.blocks * shm.bsize >= 256 * 1024 * 1024;
  return roomy ? {} : { dynamic_shared_memory_type: 'sysv' };
}

/** The server's settings as command line arguments, so that a new release brings its own. */
export async function settingArguments(options: {
  ephemeral: boolean;
  port: number;
  settings: Settings;
}): Promise<string[]> {
  const all = {
    ...base,
    ...(await sharedMemory()),
    ...(options.ephemeral ? ephemeral : {}),
    ...options.settings,
    port: String(options.port),
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
