import { type Examined, faultCodes } from './faults.ts';

/** For people: a line for each look, and each finding with its remedy below it. */
export function reportText(examined: readonly Examined[]): string {
  const lines = examined.flatMap(({ check, findings, skipped, seen }) => {
    if (findings.length === 0)
      return [
        skipped === undefined
          ? `ok       ${check}${seen === undefined ? '' : `: ${seen}`}`
          : `skipped  ${check}: ${skipped}`,
      ];
    return findings.flatMap(({ fault, severity, says, remedy }) => [
      `${severity === 'fault' ? 'FAULT  ' : 'warning'}  ${check}: ${fault} (${faultCodes[fault]}). ${says}`,
      `         ${remedy}`,
    ]);
  });
  const all = examined.flatMap(({ findings }) => findings);
  const faults = all.filter(({ severity }) => severity === 'fault').length;
  const end =
    all.length === 0
      ? 'This installation is healthy.'
      : `${count(faults, 'fault')}, ${count(all.length - faults, 'warning')}.`;
  return [...lines, '', end].join('\n');
}

/** For programs. */
export function reportData(examined: readonly Examined[]): unknown {
  return {
    healthy: examined.every(({ findings }) => findings.length === 0),
    checks: examined.map(({ findings, ...rest }) => ({
      ...rest,
      findings: findings.map((finding) => ({ ...finding, code: faultCodes[finding.fault] })),
    })),
  };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
