import type { PolicyReports } from '@pairwright/contract/policy-reports';
import type { Services } from '../context.ts';

const directives = new Set(
  (
    'default-src script-src script-src-elem script-src-attr style-src style-src-elem style-src-attr img-src font-src connect-src ' +
    'worker-src child-src manifest-src media-src frame-src object-src base-uri form-action frame-ancestors ' +
    'require-trusted-types-for trusted-types'
  ).split(' '),
);
const keywords = new Set(
  'inline eval wasm-eval self data blob trusted-types-policy trusted-types-sink'.split(' '),
);
const extension = /^[a-z-]+-extension:/;
const mostSegments = 8;

/** What is kept of a report: words of ours, names of hosts and files, numbers. Never a text or a secret of the page. */
export interface Violation {
  /** `other` when no policy of ours has it. */
  readonly directive: string;
  /** Whether something in the page did it, or an extension of the browser. */
  readonly by: 'page' | 'extension';
  /** `inline`, `eval` and the like, a scheme and host, a scheme, or `other`. */
  readonly blocked: string;
  /** The path, with `*` for each part that may be an id or a secret. */
  readonly page: string;
  /** Name of the script that did it, or its scheme; null when the browser does not say. */
  readonly source: string | null;
  readonly line: number | null;
}

export interface ViolationCounter {
  policyViolation(directive: string, by: Violation['by']): void;
}

const mostTold = 5;

/** Counts what policies stopped and writes one line about it. */
export function tellViolations(
  { log }: Pick<Services, 'log'>,
  reports: PolicyReports,
  counter: ViolationCounter | undefined,
): void {
  const violations = violationsOf(reports);
  for (const { directive, by } of violations) counter?.policyViolation(directive, by);
  if (violations.length === 0) return;
  const told = [...new Map(violations.map((one) => [JSON.stringify(one), one])).values()].slice(0, mostTold);
  log.warn({ reports: violations.length, violations: told }, 'a content security policy stopped something');
}

export function violationsOf(reports: PolicyReports): Violation[] {
  if (Array.isArray(reports))
    return reports.map(({ body }) =>
      violationOf({
        directive: body.effectiveDirective,
        blocked: body.blockedURL,
        page: body.documentURL,
        source: body.sourceFile,
        line: body.lineNumber,
      }),
    );
  const one = reports['csp-report'];
  const directive = one['effective-directive'] ?? one['violated-directive'].split(' ')[0] ?? '';
  return [
    violationOf({
      directive,
      blocked: one['blocked-uri'],
      page: one['document-uri'],
      source: one['source-file'],
      line: one['line-number'],
    }),
  ];
}

type Told = string | null | undefined;

interface Raw {
  readonly directive: string;
  readonly blocked: Told;
  readonly page: Told;
  readonly source: Told;
  readonly line: number | null | undefined;
}

function violationOf({ directive, blocked, page, source, line }: Raw): Violation {
  const isForeign = [blocked, source].some((address) => extension.test(address ?? ''));
  return {
    directive: directives.has(directive) ? directive : 'other',
    by: isForeign ? 'extension' : 'page',
    blocked: keywords.has(blocked ?? '') ? (blocked as string) : placeOf(blocked),
    page: pathOf(page),
    source: source === null || source === undefined || source === '' ? null : fileOf(source),
    line: Number.isSafeInteger(line) ? (line as number) : null,
  };
}

function addressOf(text: Told): URL | undefined {
  return text !== null && text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

const isWeb = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:';

/** The host of an address of the web is ASCII, however it was written. */
function placeOf(text: Told): string {
  const url = addressOf(text);
  if (url === undefined) return 'other';
  return (isWeb(url) ? url.origin : url.protocol).slice(0, 100);
}

function pathOf(text: Told): string {
  const url = addressOf(text);
  if (url === undefined || !isWeb(url)) return 'other';
  const parts = url.pathname.split('/').slice(1, mostSegments + 1);
  return `/${parts.map((part) => (/^[a-z-]{0,30}$/.test(part) ? part : '*')).join('/')}`;
}

function fileOf(text: string): string {
  const url = addressOf(text);
  if (url === undefined) return 'other';
  const name = url.pathname.split('/').at(-1) ?? '';
  return isWeb(url) && /^[\w.-]{1,80}$/.test(name) ? name : url.protocol.slice(0, 40);
}
