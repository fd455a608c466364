import type { ExportJob } from '@pairwright/contract/datasets';

/** A frozen version as the command line names it. */
export interface PulledVersion {
  /** Short names. */
  readonly project: string;
  readonly dataset: string;
  readonly version: number;
}

export interface HubPlace {
  /** Address of the hub. */
  readonly hub: string;
  /** NAME/DATASET there. */
  readonly repository: string;
  readonly isPublic: boolean;
}

type Files = Pick<
  ExportJob,
  'format' | 'container' | 'compression' | 'shardRows' | 'shardBytes' | 'template'
>;

/** Downloads and verifies the files of an export. `server`: the address of this installation. */
export function pullCommand(server: string, version: PulledVersion, files: Files): string {
  const { project, dataset, version: number } = version;
  return command([
    'pairwright',
    '--server',
    server,
    'pull',
    `${project}/${dataset}@${number}`,
    '-o',
    folderOf(version, files),
    ...option('--format', files.format),
    ...option('--container', files.container),
    ...option('--compression', files.compression),
    ...option('--shard-rows', files.shardRows),
    ...option('--shard-bytes', files.shardBytes),
    ...option('--template', files.template),
  ]);
}

/** Puts the pulled folder into a data set of a hub. The token is in the environment, in no command. */
export function pushCommand(version: PulledVersion, files: Files, place: HubPlace): string {
  const { hub, repository, isPublic } = place;
  const words = ['pairwright', 'push', folderOf(version, files), repository, '--hub', hub];
  return command(isPublic ? [...words, '--public'] : words);
}

/** Asks for the token without showing it; neither the screen nor the history of the shell has it then. */
export const tokenCommand = 'read -rs HF_TOKEN && export HF_TOKEN';

export interface BucketPlace {
  /** `s3://BUCKET/PREFIX`. */
  readonly bucket: string;
  /** Of the store; empty: AWS. */
  readonly endpoint: string;
}

/** Puts the pulled folder into a bucket. The keys are in the environment, in no command. */
export function bucketCommand(version: PulledVersion, files: Files, place: BucketPlace): string {
  const words = ['pairwright', 'push', folderOf(version, files), place.bucket];
  return command(place.endpoint === '' ? words : [...words, '--endpoint', place.endpoint]);
}

/** Asks for both keys; the secret one is not shown. */
export const keysCommand =
  'read -r AWS_ACCESS_KEY_ID && export AWS_ACCESS_KEY_ID\nread -rs AWS_SECRET_ACCESS_KEY && export AWS_SECRET_ACCESS_KEY';

export function isBucket(address: string): boolean {
  return /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/.*)?$/.test(address);
}

export function isHub(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  const isNear = hostname === 'localhost' || hostname === '127.0.0.1';
  return (protocol === 'https:' || (protocol === 'http:' && isNear)) && username === '' && password === '';
}

export function isRepository(name: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(name);
}

function folderOf({ dataset, version }: PulledVersion, { format, container, template }: Files): string {
  return `${dataset}-${version}-${format}-${container}${template === null ? '' : `-${template}`}/`;
}

function option(name: string, value: string | number | null): string[] {
  return value === null ? [] : [name, String(value)];
}

function command(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** As shells read one word, whatever stands in it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
