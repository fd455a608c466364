import type { ExportFormat } from '@pairwright/contract/datasets';
import { exportFormats } from '@pairwright/contract/export-formats';
import { recordFormats } from '@pairwright/formats/out/registry';
import type { Version } from './version.ts';

const trainers = ['trl', 'llamafactory', 'swift', 'axolotl', 'nemo', 'others', 'analysis'] as const;
export type TrainerGroup = (typeof trainers)[number];

function trainerOf(format: ExportFormat): TrainerGroup {
  return format === 'votes' ? 'analysis' : recordFormats[format].trainer;
}

/** All formats, each with the trainer that reads it, trainer by trainer. */
export const formatChoices: readonly { format: ExportFormat; trainer: TrainerGroup }[] = trainers.flatMap(
  (trainer) =>
    exportFormats.filter((format) => trainerOf(format) === trainer).map((format) => ({ format, trainer })),
);

/** Of the rows of a version, how many the format is made of; its other rows it refuses, and counts. */
export function rowsFor(
  format: ExportFormat,
  version: Pick<Version, 'rowCounts' | 'rows' | 'votes'>,
): number {
  if (format === 'votes') return version.votes ?? 0;
  const { reads } = recordFormats[format];
  if (version.rowCounts === null) return reads.includes('preference') ? (version.rows ?? 0) : 0;
  return Object.values(version.rowCounts)
    .flatMap((ofSplit) => reads.map((kind) => ofSplit[kind] ?? 0))
    .reduce((sum, n) => sum + n, 0);
}

/** What was exported last, else the first format that most of the rows fit into. */
export function likelyFormat(version: Version): ExportFormat {
  const newest = newestFirst(version.exports)[0];
  if (newest !== undefined) return newest.format;
  const formats = formatChoices.map(({ format }) => format).filter((format) => format !== 'votes');
  const most = Math.max(...formats.map((format) => rowsFor(format, version)));
  return formats.find((format) => rowsFor(format, version) === most) ?? 'votes';
}

export function newestFirst<Job extends { createdAt: string }>(jobs: readonly Job[]): Job[] {
  return [...jobs].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
}
