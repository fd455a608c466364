import type { LabelAccuracy, Simulation } from '@pairwright/core/simulation/simulate';

const head = [
  'policy',
  'judgments',
  'each',
  'decided',
  'right (majority)',
  'right of all',
  'right (weighted)',
  'paused',
  'models',
  'ranking tau',
];

/** One line for each policy; shares of comparisons with a winner in percent, with their 95 % interval. */
export function toTable(results: readonly Simulation[]): string {
  const rows = results.map(({ policy, judgments, perComparison, paused, majority, weighted, ranking }) => [
    policy,
    String(judgments),
    perComparison.toFixed(2),
    String(majority.decided),
    shareOf(majority),
    percent(majority.rightOfAll),
    shareOf(weighted),
    String(paused),
    String(ranking.ranked),
    ranking.tau?.toFixed(3) ?? '-',
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}

function shareOf({ right, low, high }: LabelAccuracy): string {
  if (right === null || low === null || high === null) return '-';
  return `${percent(right)} (${percent(low)} to ${percent(high)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
