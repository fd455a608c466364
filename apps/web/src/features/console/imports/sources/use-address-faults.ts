import { explainProblem } from '../../../../api/problem.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { faultText } from '../../shared/faults.ts';
import { type AddressLine, type LineFault, lineOfPath } from './source-draft.ts';

/** Lines that are named. */
const NAMED = 5;
/** Characters of an address that are repeated. */
const LONGEST = 60;

/**
 * What is wrong with the addresses, line by line where there are several: what the page sees, else what the server refused. `paths`
 * are the faults of the server that are said so; of one address the page says them elsewhere.
 */
export function useAddressFaults(
  seen: readonly LineFault[],
  { error, lines }: { error: unknown; lines: readonly AddressLine[] },
): { text: string | null; paths: string[] } {
  const t = useT();
  const several = lines.length > 1;
  const refused =
    several && error !== null
      ? explainProblem(error, t).faults.flatMap((fault) => {
          const line = lineOfPath(fault.path, lines);
          return line === undefined ? [] : [{ line, path: fault.path, text: faultText(fault, t) }];
        })
      : [];
  const said = [
    ...seen.map(({ line, fault }) => ({ line, text: t(`console-fetch.fault_${fault}`) })),
    ...refused,
  ];
  const named = said
    .slice(0, NAMED)
    .map(({ line, text }) =>
      several ? t('console-fetch.at_line', { line, address: shortened(lines, line), fault: text }) : text,
    );
  const more = said.length - named.length;
  return {
    text:
      named.length === 0
        ? null
        : [...named, ...(more > 0 ? [t('console-fetch.more_lines', { count: more })] : [])].join('\n'),
    paths: refused.map(({ path }) => path.replace(/^body\.?/, '')),
  };
}

/** Long lines wrap, so that a number alone is hard to find. */
function shortened(lines: readonly AddressLine[], line: number): string {
  const address = lines.find((one) => one.line === line)?.address ?? '';
  return address.length <= LONGEST ? address : `${address.slice(0, LONGEST)}…`;
}
