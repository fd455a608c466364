import { z } from 'zod';
import { bool, bucketName, type ConfigFault, text, url } from './env-shapes.ts';
import { type AllowEntry, parseAllowList } from './outgoing/allow-list.ts';
import type { OutgoingPolicy } from './outgoing/policy.ts';

/** A bucket, or the part of one below a prefix (which is empty or ends with a slash). */
export interface BucketPlace {
  readonly bucket: string;
  readonly prefix: string;
}

/** The S3-compatible store that imports may read from; its keys are in the secrets. */
export interface ImportS3Config {
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
  readonly places: readonly BucketPlace[];
}

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What this installation may reach outside of itself for its users. */
export const reachVariables = {
  OUTGOING_INTERNET: {
    shape: bool.default(true),
    help: 'false lets webhooks and imports from addresses reach only what OUTGOING_ALLOW names; leave it out to let them reach https servers of the internet.',
  },
  OUTGOING_ALLOW: {
    shape: z
      .string()
      .transform((value, ctx): readonly AllowEntry[] => {
        const entries = value.trim() === '' ? [] : parseAllowList(value);
        if (entries !== undefined) return entries;
        ctx.addIssue(
          'must be networks, addresses or host names separated by commas, each with :PORT if you like, like 10.0.0.0/8, files.example.org:8443',
        );
        return z.NEVER;
      })
      .default([]),
    help: 'What may be reached although it is in a private network or on another port than 443; leave it out for nothing.',
  },
  OUTGOING_HTTP: {
    shape: bool.default(false),
    help: 'true lets what OUTGOING_ALLOW names be reached by http too; leave it out for https only.',
  },
  IMPORT_S3_BUCKETS: {
    shape: z
      .string()
      .transform((value, ctx): readonly BucketPlace[] => {
        const parts = value.trim() === '' ? [] : value.split(',');
        const places = parts.map((part) => parsePlace(part.trim()));
        if (places.every((place) => place !== undefined)) return places;
        ctx.addIssue(
          'must be bucket names separated by commas, each with a prefix if you like, like incoming, shared/rlhf',
        );
        return z.NEVER;
      })
      .default([]),
    help: 'Buckets, or parts of them, that everybody who may import can import from; leave it out for none.',
  },
  IMPORT_S3_ENDPOINT: {
    shape: url('http:', 'https:').optional(),
    help: 'S3-compatible store of IMPORT_S3_BUCKETS; leave all IMPORT_S3_* but the buckets out to take those of S3_*.',
  },
  IMPORT_S3_REGION: { shape: text.optional(), help: 'Region of the buckets, like eu-central-1.' },
  IMPORT_S3_ACCESS_KEY_ID: { shape: text.optional(), help: 'Key id that may read objects of the buckets.' },
  IMPORT_S3_SECRET_ACCESS_KEY: { shape: text.optional(), help: 'Secret of IMPORT_S3_ACCESS_KEY_ID.' },
  IMPORT_S3_FORCE_PATH_STYLE: {
    shape: bool.default(true),
    help: 'true puts the bucket into the path (self-hosted stores), false into the host name (AWS).',
  },
} as const;

type Variables = typeof reachVariables;
export type ReachValues = { [N in keyof Variables]: z.output<Variables[N]['shape']> };

const CONNECTION = ['ENDPOINT', 'REGION', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'] as const;

function parsePlace(text: string): BucketPlace | undefined {
  const [bucket = '', ...below] = text.split('/');
  const prefix = below.filter((segment) => segment !== '').join('/');
  return bucketName.test(bucket) ? { bucket, prefix: prefix === '' ? '' : `${prefix}/` } : undefined;
}

/** Adds what is missing, or must not be so, about the store that imports read from. */
export function checkImportS3(
  env: Readonly<Record<string, string | undefined>>,
  values: Partial<ReachValues>,
  faults: ConfigFault[],
): void {
  const given = CONNECTION.filter((name) => env[`IMPORT_S3_${name}`] !== undefined);
  const own = given.length > 0;
  // Undefined: it has a fault of its own.
  const places = values.IMPORT_S3_BUCKETS;
  if (places === undefined || (!own && places.length === 0)) return;
  const add = (variable: keyof Variables, rule: string): void =>
    void faults.push({ variable, rule, help: reachVariables[variable].help });
  if (places.length === 0) add('IMPORT_S3_BUCKETS', `is missing while IMPORT_S3_${given[0]} is set`);
  // The store of the artifacts may be used with the credentials that the machine is given.
  const keyed = own || env['S3_ACCESS_KEY_ID'] !== undefined || env['S3_ENDPOINT'] === undefined;
  for (const name of keyed ? CONNECTION : (['ENDPOINT', 'REGION'] as const))
    if (env[`${own ? 'IMPORT_' : ''}S3_${name}`] === undefined)
      add(`IMPORT_S3_${name}`, own ? 'is missing while others are set' : `is missing, and S3_${name} too`);
  const sameStore = !own || hostOf(env['IMPORT_S3_ENDPOINT']) === hostOf(env['S3_ENDPOINT']);
  if (sameStore && places.some(({ bucket }) => bucket === env['S3_BUCKET']))
    add(
      'IMPORT_S3_BUCKETS',
      'must not name the bucket of the artifacts, where the imports of one project could read the files of another',
    );
}

/** However an address is written: with a slash at its end, in capitals, with the usual port. */
function hostOf(endpoint: string | undefined): string | undefined {
  return endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}

export function outgoingOf(values: ReachValues): OutgoingPolicy {
  return {
    openInternet: values.OUTGOING_INTERNET,
    allow: values.OUTGOING_ALLOW,
    plainHttp: values.OUTGOING_HTTP,
  };
}

interface Connection {
  readonly config: Omit<ImportS3Config, 'places'>;
  /** Undefined: the credentials that the machine is given. */
  readonly keys: S3Keys | undefined;
}

/** The store that imports read from and its keys; `usual` is the one of the artifacts. */
export function importS3Of(
  values: ReachValues,
  usual: Connection | undefined,
): { config: ImportS3Config; keys: S3Keys | undefined } | undefined {
  const { IMPORT_S3_BUCKETS: places, IMPORT_S3_ENDPOINT: endpoint, IMPORT_S3_REGION: region } = values;
  const { IMPORT_S3_ACCESS_KEY_ID: accessKeyId, IMPORT_S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (places.length === 0) return undefined;
  if (
    endpoint === undefined ||
    region === undefined ||
    accessKeyId === undefined ||
    secretAccessKey === undefined
  )
    return usual && { config: { ...usual.config, places }, keys: usual.keys };
  const config = { endpoint, region, forcePathStyle: values.IMPORT_S3_FORCE_PATH_STYLE, places };
  return { config, keys: { accessKeyId, secretAccessKey } };
}
