import { counted } from '@pairwright/domain/counted';
import { isOfLabels, kindsOfLabels } from '@pairwright/domain/dataset-health/of-labels';
import type { HealthFinding, HealthKind, HealthReport } from '@pairwright/contract/dataset-health';
import type { DatasetVersion } from '@pairwright/contract/datasets';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { findVersion, pickDataset } from '../datasets.ts';
import { findProject } from '../find-project.ts';
import { table } from '../output.ts';
import { pollUntil } from '../poll.ts';
import { parseSource } from './pull.ts';

export interface HealthOptions {
  /** Fail where a finding is this bad, or worse. */
  readonly failOn?: 'look' | 'act';
}

const titles: Readonly<Record<HealthKind, string>> = {
  label_noise: 'ceiling: share of labels that are right',
  contradictions: 'preferences with an opposite one',
  prompt_overlap: 'prompts in several parts',
  near_prompts: 'nearly the same prompts in several parts',
  length: 'accuracy of "always the longer"',
  formatting: 'accuracy of "always more Markdown"',
  position: 'votes for the one shown first',
  models: 'wins of the model that wins most',
  over_length: 'rows over 1024 tokens, estimated',
  label_balance: 'preferences for the first response',
  dominating_prompts: 'rows of the prompt with the most',
  languages: 'rows of no known language',
};

/** The same of labels, where no row compares two responses. */
const titlesOfLabels: Readonly<Record<(typeof kindsOfLabels)[number], string>> = {
  contradictions: 'labels with an opposite one',
  length: 'accuracy of "good where longer than the middle one"',
  formatting: 'accuracy of "good where more Markdown than the middle one"',
  label_balance: 'labels that are good',
};

/** Tells the health report of a frozen version; has it made where there is none. */
export async function health(cli: Cli, source: string, options: HealthOptions): Promise<void> {
  const wanted = parseSource(source);
  const project = await findProject(cli, wanted.project);
  const dataset = await pickDataset(cli, project.id, wanted.dataset);
  const version = await findVersion(cli, dataset, wanted.version);
  const report = await makeReport(cli, project.id, version);
  const findings = report.result?.findings ?? [];
  const ofLabels = report.result !== null && isOfLabels(report.result);
  cli.out.result(
    { dataset: dataset.slug, version: version.version, report },
    [
      `${project.slug}/${dataset.slug}@${version.version}: ${counted(report.result?.rows ?? 0, 'row')}`,
      table(
        ['level', 'value', 'n', 'what'],
        findings.map((finding) =>
          lineOf(finding, { ofLabels, atLeast: report.result?.shared.atLeast === true }),
        ),
      ),
    ].join('\n'),
  );
  const bad = findings.filter(({ level }) => isBad(level, options));
  if (bad.length > 0)
    throw new CliError('failed', `Findings to see to: ${bad.map(({ kind }) => kind).join(', ')}.`);
}

function isBad(level: HealthFinding['level'], { failOn }: HealthOptions): boolean {
  if (failOn === undefined) return false;
  return level === 'act' || (failOn === 'look' && level === 'look');
}

async function makeReport(cli: Cli, projectId: string, version: DatasetVersion): Promise<HealthReport> {
  const asked = await cli.client.call('requestHealth', {
    params: { projectId },
    body: { versionId: version.id },
  });
  const bar = cli.out.progress('looking through ', 100);
  try {
    const report = await pollUntil(
      async () => {
        const now = await cli.client.call('getHealth', { params: { projectId, reportId: asked.id } });
        bar.update(now.percent);
        return now;
      },
      ({ state }) => state !== 'queued' && state !== 'running',
    );
    if (report.state === 'failed')
      throw new CliError('failed', report.error?.message ?? 'The report could not be made.', { report });
    if (report.state === 'cancelled')
      throw new CliError('failed', 'The report was cancelled. Ask again.', { report });
    return report;
  } finally {
    bar.stop();
  }
}

function lineOf(
  { kind, level, value, low, high, n, reason }: HealthFinding,
  { ofLabels, atLeast }: { readonly ofLabels: boolean; readonly atLeast: boolean },
): string[] {
  const other = ofLabels ? kindsOfLabels.find((one) => one === kind) : undefined;
  const number =
    value === null
      ? (reason ?? '')
      : low === null || high === null
        ? `${atLeast && kind === 'near_prompts' ? 'at least ' : ''}${percent(value)}`
        : `${percent(value)} (${percent(low)} to ${percent(high)})`;
  return [level ?? '-', number, `${n}`, other === undefined ? titles[kind] : titlesOfLabels[other]];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
