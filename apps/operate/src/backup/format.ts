import { z } from 'zod';
import { sha256Hex } from '@pairwright/contract/shapes';

/*
 * A backup is one tar file: head.json, tables/<table>/<number>.copy.gz, artifacts/<key>, artifact-sums/<number>.jsonl,
 * manifest.json, manifest.sha256, in this order. See docs/adr/0016-backup-format.md.
 */

export const FORMAT = 'pairwright-backup';
export const FORMAT_VERSION = 1;

export const HEAD = 'head.json';
export const MANIFEST = 'manifest.json';
export const MANIFEST_SUM = 'manifest.sha256';

/** Bytes of COPY's text that become one part; a single longer row makes a longer part. */
export const PART_BYTES = 4 << 20;
/** Files after which their sums follow, so that nobody needs to keep more of them in memory. */
export const SUMS_EVERY = 500;

const six = (number: number): string => String(number).padStart(6, '0');
export const tablePart = (table: string, number: number): string => `tables/${table}/${six(number)}.copy.gz`;
export const artifactPart = (key: string): string => `artifacts/${key}`;
export const sumsPart = (number: number): string => `artifact-sums/${six(number)}.jsonl`;

const whole = z.number().int().min(0);
/** The bytes as they are in the tar file. */
const part = z.strictObject({ name: z.string(), bytes: whole, sha256: sha256Hex });
export type Part = z.infer<typeof part>;

const migration = z.strictObject({ name: z.string(), sha256: sha256Hex });

/** What is known before the first row. */
export const head = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.number().int().min(1),
  id: z.uuid(),
  productVersion: z.string(),
  postgresVersion: z.string(),
  startedAt: z.string(),
  host: z.string(),
  madeBy: z.string(),
  /** Applied to the database, in their order. */
  migrations: z.array(migration).min(1),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()).min(1) })).min(1),
  /** Tables whose rows mean nothing elsewhere or later: sessions, sign-ins under way, heartbeats. */
  leftOut: z.array(z.string()),
});
export type Head = z.infer<typeof head>;

/** What is known at the end: every part with its sum. */
export const manifest = head.extend({
  finishedAt: z.string(),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      columns: z.array(z.string()).min(1),
      rows: whole,
      parts: z.array(part),
    }),
  ),
  /** Last values of the sequences, by table and column. */
  sequences: z.array(z.strictObject({ table: z.string(), column: z.string(), value: z.string().nullable() })),
  artifacts: z.strictObject({
    count: whole,
    bytes: whole,
    /** Files with the sums of the artifacts before them. */
    sums: z.array(part),
    /** Keys that rows name and that the store did not have. */
    missing: z.array(z.string()),
  }),
});
export type Manifest = z.infer<typeof manifest>;

/** One line of a file with sums. */
export const artifactSum = z.strictObject({ key: z.string(), bytes: whole, sha256: sha256Hex });
export type ArtifactSum = z.infer<typeof artifactSum>;
