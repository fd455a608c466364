import { z } from 'zod';
import type { S3Keys } from './env-reach.ts';
import { bool, bucketName, type ConfigFault, text, url } from './env-shapes.ts';

/** One S3-compatible bucket; its keys are in the secrets. */
export interface S3Config {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly forcePathStyle: boolean;
}

/** Endpoint, region and bucket, or none: then files are kept in the data folder. */
export const storeVariables = {
  S3_ENDPOINT: {
    shape: url('http:', 'https:').optional(),
    help: 'S3-compatible store for artifacts, like https://s3.eu-central-1.amazonaws.com.',
  },
  S3_REGION: {
    shape: text.optional(),
    help: 'Region of the bucket, like eu-central-1; many self-hosted stores take us-east-1.',
  },
  S3_BUCKET: {
    shape: z
      .string()
      .regex(bucketName, 'must be a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens')
      .optional(),
    help: 'Bucket that holds the artifacts; it must exist.',
  },
  S3_ACCESS_KEY_ID: {
    shape: text.optional(),
    help: 'Key id that may read, write, list and delete in the bucket; leave both keys out to take the credentials that the machine is given and that change by themselves, like the role of a pod.',
  },
  S3_SECRET_ACCESS_KEY: { shape: text.optional(), help: 'Secret of S3_ACCESS_KEY_ID.' },
  S3_FORCE_PATH_STYLE: {
    shape: bool.default(true),
    help: 'true puts the bucket into the path (self-hosted stores), false into the host name (AWS).',
  },
} as const;

const PLACE = ['S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET'] as const;
const KEYS = ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/** Names what is missing where some of them are set. */
export function checkS3(env: Readonly<Record<string, string | undefined>>, faults: ConfigFault[]): void {
  const given = [...PLACE, ...KEYS].filter((name) => env[name] !== undefined);
  if (given.length === 0) return;
  // One key without the other is a mistake; none at all is not.
  const wanted = KEYS.some((name) => env[name] !== undefined) ? [...PLACE, ...KEYS] : PLACE;
  for (const name of wanted) {
    if (env[name] === undefined) {
      faults.push({
        variable: name,
        rule: `is missing while ${given.join(', ')} ${given.length === 1 ? 'is' : 'are'} set`,
        help: `${storeVariables[name].help} Set S3_ENDPOINT, S3_REGION and S3_BUCKET, and both keys or neither; or none to keep artifacts in a folder.`,
      });
    }
  }
}

type Values = { [Name in keyof typeof storeVariables]: z.output<(typeof storeVariables)[Name]['shape']> };

/** Undefined: files are kept in the data folder. Without keys the machine's credentials are used. */
export function s3Of(values: Values): { config: S3Config; keys: S3Keys | undefined } | undefined {
  const { S3_ENDPOINT: endpoint, S3_REGION: region, S3_BUCKET: bucket } = values;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (endpoint === undefined || region === undefined || bucket === undefined) return undefined;
  const config = { endpoint, region, bucket, forcePathStyle: values.S3_FORCE_PATH_STYLE };
  const isKeyed = accessKeyId !== undefined && secretAccessKey !== undefined;
  return { config, keys: isKeyed ? { accessKeyId, secretAccessKey } : undefined };
}
