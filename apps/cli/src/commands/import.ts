import { counted } from '@pairwright/domain/counted';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LanguagePolicy } from '@pairwright/contract/import-languages';
import type { RatingVotes } from '@pairwright/contract/import-ratings';
import type { ImportReading } from '@pairwright/contract/import-reading';
import type { ImportJob, ImportReject, Pairing } from '@pairwright/contract/imports';
import type { PersonalDataPolicy } from '@pairwright/contract/personal-data';
import type { Project } from '@pairwright/contract/projects';
import { largestGroup } from '@pairwright/domain/pairing';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { readEntry, readMapping, requireFormat } from '../convert/pick-format.ts';
import { findProject } from '../find-project.ts';
import { type Packed, packPlace, requireEntry } from '../import-place.ts';
import { provenanceOfImport, type ProvenanceOptions } from '../import-provenance.ts';
import { tellDetected, tellFindings } from '../import-findings.ts';
import type { Progress } from '../output.ts';
import { pollUntil } from '../poll.ts';
import { uploadFile } from '../upload.ts';
import { type FetchedFrom, fetchFile } from '../fetch-file.ts';

export interface ImportOptions extends ProvenanceOptions {
  readonly project: string;
  /** The server fetches it from there instead of a file. */
  readonly url?: string;
  /** The same from a bucket: `s3://bucket/object` or `s3://bucket/prefix/`; several become one import. */
  readonly s3?: readonly string[];
  /** The usual plan of the project's question when left out. */
  readonly pairing?: string;
  readonly dryRun?: boolean;
  readonly rejects?: string;
  /** The format of the rows; recognised when left out. */
  readonly from?: string;
  /** A file with a mapping. */
  readonly mapping?: string;
  /** `FILE:NAME`, or `NAME` of the folder's or the archive's own: an entry of a dataset_info.json. */
  readonly datasetInfo?: string;
  /** Of a folder or an archive: a configuration of its README, one split. */
  readonly config?: string;
  readonly split?: string;
  /** Kept when left out. */
  readonly personalData?: PersonalDataPolicy;
  /** Not detected when left out. */
  readonly languages?: LanguagePolicy;
  readonly ratingVotes?: RatingVotes;
}

const planNames =
  'all-pairs, baseline:MODEL, random:K, random:K:SEED, groups, groups:SIZE, groups:SIZE:SEED or singles';

const usualPlans: Readonly<Record<Project['question']['form']['main']['kind'], Pairing>> = {
  pair: { plan: 'all_pairs' },
  rank: { plan: 'groups', size: largestGroup, seed: 0 },
  single: { plan: 'singles' },
};

/** `all-pairs`, `baseline:MODEL`, `random:K[:SEED]`, `groups[:SIZE[:SEED]]` (3 to 9 responses together) or `singles`. */
export function parsePairing(text: string): Pairing {
  if (text === 'all-pairs') return { plan: 'all_pairs' };
  if (text === 'singles') return { plan: 'singles' };
  if (text.startsWith('baseline:') && text.length > 'baseline:'.length) {
    return { plan: 'against_baseline', model: text.slice('baseline:'.length) };
  }
  const random = /^random:(\d{1,3})(?::(\d{1,10}))?$/.exec(text);
  if (random) return { plan: 'random_k', k: Number(random[1]), seed: Number(random[2] ?? 0) };
  const groups = /^groups(?::([3-9])(?::(\d{1,10}))?)?$/.exec(text);
  if (groups)
    return { plan: 'groups', size: Number(groups[1] ?? largestGroup), seed: Number(groups[2] ?? 0) };
  throw new CliError('usage', `"${text}" is not a pairing plan. Use ${planNames}.`);
}

/** Uploads a file of any container and format, or lets the server fetch it, then checks or runs it. Ends with `rows_rejected` when rows were left out. */
export async function importFile(cli: Cli, file: string | undefined, options: ImportOptions): Promise<void> {
  const place = placeOf(file, options);
  const asked = options.pairing === undefined ? null : parsePairing(options.pairing);
  const said = await readingOf(options);
  const project = await findProject(cli, options.project);
  const pairing = asked ?? usualPlans[project.question.form.main.kind];
  const { job: uploaded, folder } = await bringIn(cli, project.id, { place, options });
  const params = { projectId: project.id, importId: uploaded.id };
  const reading =
    folder === null ? await partReading(cli, params, { said, options }) : (said ?? folder.reading);
  const provenance = await provenanceOfImport(cli, params, { folder, options });
  const started = await cli.client.call(options.dryRun ? 'checkImport' : 'runImport', {
    params,
    body: {
      pairing,
      ...(reading !== null && { reading }),
      ...(options.personalData !== undefined && { personalData: options.personalData }),
      ...(options.languages !== undefined && { languages: options.languages }),
      ...(options.ratingVotes !== undefined && { ratingVotes: options.ratingVotes }),
      ...(provenance !== undefined && { provenance }),
    },
  });
  const bar = cli.out.progress(options.dryRun ? 'checking ' : 'importing', started.sizeBytes ?? 0);
  const finished = await watch(cli, params, bar);
  if (finished.state === 'failed' || finished.state === 'cancelled') {
    throw new CliError(
      'failed',
      finished.error
        ? [finished.error.message, finished.error.fix].filter(Boolean).join(' ')
        : `The import was ${finished.state}.`,
      { import: finished },
    );
  }
  cli.out.result({ import: finished }, summary(finished, options.dryRun === true));
  if (finished.rowsRejected > 0) await reportRejects(cli, finished, options.rejects);
}

/** The file as it is on the server; where it was made of a folder, how that says it is read: parts of it are chosen already. */
async function bringIn(
  cli: Cli,
  projectId: string,
  { place, options }: { place: Place; options: ImportOptions },
): Promise<{ job: ImportJob; folder: Packed['folder'] }> {
  if (place.file === undefined) return { job: await fetchFile(cli, projectId, place.from), folder: null };
  const dataset = ownEntry(options);
  const packed = await packPlace(place.file, { ...options, ...(dataset !== undefined && { dataset }) });
  try {
    if (packed.told !== null) cli.out.line(packed.told);
    return { job: await uploadFile(cli, projectId, packed), folder: packed.folder };
  } finally {
    await packed.clear();
  }
}

type Place = { readonly file: string } | { readonly file?: undefined; readonly from: FetchedFrom };

function placeOf(file: string | undefined, { url, s3 }: ImportOptions): Place {
  const given = [file, url, s3].filter((place) => place !== undefined);
  if (given.length === 1) {
    if (file !== undefined) return { file };
    if (url !== undefined) return { from: { address: url } };
    if (s3 !== undefined) return { from: s3.length === 1 ? { address: s3[0] } : { addresses: [...s3] } };
  }
  throw new CliError('usage', 'Give one of a file, --url and --s3.');
}

/** How an archive is read, where a part of it is chosen. */
async function partReading(
  cli: Cli,
  params: { projectId: string; importId: string },
  { said, options }: { said: ImportReading | null; options: ImportOptions },
): Promise<ImportReading | null> {
  const { config, split } = options;
  const entry = ownEntry(options);
  if (entry !== undefined) {
    const { folder } = await cli.client.call('inspectImport', { params, body: {} });
    return requireEntry(folder?.datasets ?? [], entry).reading;
  }
  if (config === undefined && split === undefined) return said;
  return {
    ...(said ?? { by: 'recognised' }),
    folder: { ...(config !== undefined && { config }), ...(split !== undefined && { split }) },
  };
}

/** The entry of the folder's or archive's own dataset_info.json, where one is named. */
function ownEntry({ datasetInfo }: ImportOptions): string | undefined {
  return datasetInfo?.includes(':') === true ? undefined : datasetInfo;
}

/** What the rows are, where the command line says it. */
async function readingOf(options: ImportOptions): Promise<ImportReading | null> {
  const { from, mapping, datasetInfo, config, split } = options;
  if ([from, mapping, datasetInfo].filter((one) => one !== undefined).length > 1)
    throw new CliError('usage', 'Give one of --from, --mapping and --dataset-info.');
  if (datasetInfo !== undefined && (config ?? split) !== undefined)
    throw new CliError(
      'usage',
      'An entry of dataset_info.json names a file: leave --config and --split out.',
    );
  if (mapping !== undefined) return { by: 'mapping', mapping: await readMapping(mapping) };
  if (from !== undefined) return { by: 'format', format: requireFormat(from).name };
  if (datasetInfo === undefined || ownEntry(options) !== undefined) return null;
  return { by: 'mapping', mapping: await readEntry(datasetInfo) };
}

async function watch(
  cli: Cli,
  params: { projectId: string; importId: string },
  bar: Progress,
): Promise<ImportJob> {
  try {
    return await pollUntil(
      async () => {
        const job = await cli.client.call('getImport', { params });
        bar.update(job.bytesDone, job.sizeBytes ?? undefined);
        return job;
      },
      (job) => ['checked', 'succeeded', 'failed', 'cancelled'].includes(job.state),
    );
  } finally {
    bar.stop();
  }
}

function summary(job: ImportJob, dryRun: boolean): string {
  const lines = [
    `${counted(job.lines, 'line')}: ${job.rowsAccepted} good, ${job.rowsDuplicate} there already, ${job.rowsRejected} rejected`,
    dryRun
      ? `A run would add ${counted(job.comparisonsPlanned ?? 0, 'comparison')}.`
      : `Added ${counted(job.promptsAdded, 'prompt')}, ${counted(job.responsesAdded, 'response')}, ${counted(job.comparisonsAdded, 'comparison')}.`,
  ];
  if (job.votesAdded > 0)
    lines.push(`${counted(job.votesAdded, 'past vote')} ${dryRun ? 'would come in' : 'came in'}.`);
  if (job.comparisonsIdentical > 0)
    lines.push(`${counted(job.comparisonsIdentical, 'time')} two texts are equal; they are not compared.`);
  if (job.languagesDetected.length > 0) lines.push(tellDetected(job));
  if (job.findings !== null) lines.push(...tellFindings(job.findings));
  for (const note of job.notes) lines.push(`Note: ${note.message} (${note.count})`);
  return lines.join('\n');
}

function rowOf({ file, line, row }: ImportReject): string {
  return [file, row === null ? `line ${line}` : `row ${row}`].filter((part) => part !== null).join(' ');
}

async function reportRejects(cli: Cli, job: ImportJob, target: string | undefined): Promise<never> {
  const params = { projectId: job.projectId, importId: job.id };
  const page = await cli.client.call('listRejects', { params, query: { limit: 10 } });
  for (const reject of page.items)
    cli.out.line(`${rowOf(reject)} ${reject.path}: ${reject.rule}; found ${reject.value}; ${reject.fix}`);
  if (target !== undefined) {
    const response = await cli.client.open('downloadRejects', { params, query: {} });
    if (!response.body) throw new CliError('failed', 'The rejected rows came without content.');
    await pipeline(Readable.fromWeb(response.body as never), createWriteStream(target));
    cli.out.line(`The rejected rows are in ${target}.`);
  }
  throw new CliError(
    'rows_rejected',
    `${counted(job.rowsRejected, 'row was', 'rows were')} rejected${target === undefined ? '; --rejects FILE writes them' : ''}.`,
  );
}
