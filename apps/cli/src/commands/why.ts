import type { FoundRow, WhyRow, WhyUnit, WhyVote } from '@pairwright/contract/version-why';
import { readLine } from '@pairwright/domain/versions/line-texts';
import { rowIdIn } from '@pairwright/domain/versions/row-id';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { findVersion, pickDataset } from '../datasets.ts';
import { findProject } from '../find-project.ts';
import { exportOfFile, type LinePlace, readLinePlace } from '../line-place.ts';
import { parseSource } from './pull.ts';

export interface WhyOptions {
  /** Of the file that is named. */
  readonly format?: string;
}

/** Says why a row is in a frozen version, or what became of a comparison. `row`: an id, FILE:LINE, or a line of an export. */
export async function whyRow(
  cli: Cli,
  source: string,
  { version: wanted, row, format }: WhyOptions & { version: number; row: string },
): Promise<void> {
  const isLine = readLine(row) !== null;
  const place = isLine ? null : readLinePlace(row);
  if (!isLine && place === null && rowIdIn(row) === null)
    throw new CliError(
      'usage',
      'Give the id of a row or of a comparison, a file of an export and a line as train.jsonl:17, or a whole line, from its { to its }.',
    );
  const named = parseSource(source);
  const project = await findProject(cli, named.project);
  const dataset = await pickDataset(cli, project.id, named.dataset);
  const version = await findVersion(cli, dataset, wanted);
  const params = { projectId: project.id, versionId: version.id };
  const found =
    place !== null
      ? [await rowAt(cli, params, { place, format })]
      : isLine
        ? (await cli.client.call('findRows', { params, body: { line: row } })).items
        : [];
  if (found.length > 1) {
    cli.out.result({ items: found }, manyText(found));
    return;
  }
  // A line of another version may name a row that this one left out.
  const rowId = found[0]?.rowId ?? rowIdIn(row);
  if (rowId === null) throw new CliError('usage', 'The version has no row whose texts stand in this line.');
  const why = await cli.client.call('explainRow', { params: { ...params, rowId } });
  cli.out.result(why, toText(why));
}

/** The row in a line of one of the version's files. */
async function rowAt(
  cli: Cli,
  params: { projectId: string; versionId: string },
  { place, format }: { place: LinePlace; format: string | undefined },
): Promise<FoundRow> {
  const { exports } = await cli.client.call('getVersion', { params });
  const { exportId, fileName } = await exportOfFile(exports, place, format);
  return cli.client.call('findLine', {
    params: { projectId: params.projectId, exportId },
    body: { fileName, line: place.line },
  });
}

function manyText(found: readonly FoundRow[]): string {
  return [
    `${found.length} rows are written as this line, or have its texts. Ask for one by its id:`,
    ...found.map(({ rowId, excerpt }) => `${rowId}  ${short(excerpt)}`),
  ].join('\n');
}

function toText(why: WhyRow): string {
  const { origin, prompt, responses, votes, decision } = why;
  const { import: from } = origin;
  const units = why.units.filter(({ rowId }) => why.asked === null || rowId === why.asked);
  return [
    from === null
      ? `import    batch ${origin.batch}`
      : `import    ${from.filename}, line ${from.line ?? 'not known'}, ${from.importedAt}, by ${from.importedBy ?? 'nobody known'}`,
    `prompt    ${short(prompt.excerpt)}`,
    ...responses.map(({ model, excerpt }, index) => `response  ${index} ${model}: ${short(excerpt)}`),
    ...votes.map(
      (vote) =>
        `vote      ${vote.annotator}: ${saidText(vote.onCriterion ?? vote)}, ${vote.createdAt}, ${
          vote.counted ? 'counts' : `does not count: ${vote.notCountedBecause ?? ''}`
        }`,
    ),
    ...(why.votesSince === 0 ? [] : [`          ${why.votesSince} more since the freeze`]),
    ...(decision === null ? [] : [`decision  ${decision.outcome}, ${decision.reviewers.join(', ')}`]),
    ...(units.length === 0 ? [`unit      none: ${why.knowledge}`] : units.flatMap(unitText)),
    ...(why.split === null ? [] : [splitText(why.split)]),
    ...why.files.map(
      ({ format, name, line }) => `file      ${name} (${format})${line === null ? '' : `, line ${line}`}`,
    ),
  ].join('\n');
}

function saidText({ outcome, strength }: Pick<WhyVote, 'outcome' | 'strength'>): string {
  return strength === null ? outcome : `${outcome} ${strength}`;
}

function unitText({ rowId, row, dropped, ballots, steps }: WhyUnit): string[] {
  const said = ballots === null ? '' : `; ballots ${JSON.stringify(ballots)}`;
  return [
    row === null
      ? `unit      ${rowId}: left out, ${dropped ?? 'not known'}${said}`
      : `unit      ${rowId}: row ${row.ordinal}, ${row.kind}, ${row.chosen.model}${row.rejected === null ? '' : ` over ${row.rejected.model}`}, margin ${row.margin}, weight ${row.weight}${said}`,
    ...steps.map(
      ({ reason, state, choice, wanted, found }) =>
        `  ${state.padEnd(11)} ${reason}${choice === null ? '' : ` (${choice} = ${JSON.stringify(wanted)}${found === null ? '' : `, found ${JSON.stringify(found)}`})`}`,
    ),
  ];
}

function splitText({ by, place, salt, joinedWith }: NonNullable<WhyRow['split']>): string {
  const at = place === null ? '' : `, place ${place.toFixed(4)} under the salt ${salt ?? ''}`;
  return `split     by ${by}${at}${joinedWith === null ? '' : `, joined with prompt ${joinedWith.promptId}`}`;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
