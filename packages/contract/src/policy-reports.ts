import { z } from 'zod';
import { endpoint } from './endpoint.ts';

const text = z.string().max(4_096).nullish();
const policy = z.string().max(8_192).nullish();
const number = z.number().nullish();
const disposition = z.enum(['enforce', 'report']).nullish();

/** One violation as the Reporting API writes it. Browsers leave out what they do not know. */
const reportingBody = z.strictObject({
  effectiveDirective: z.string().max(200),
  blockedURL: text,
  documentURL: text,
  referrer: text,
  sourceFile: text,
  sample: text,
  originalPolicy: policy,
  disposition,
  lineNumber: number,
  columnNumber: number,
  statusCode: number,
});

/** The same as browsers write it that send it to `report-uri`. */
const olderBody = z.strictObject({
  'violated-directive': z.string().max(4_096),
  'effective-directive': text,
  'blocked-uri': text,
  'document-uri': text,
  referrer: text,
  'source-file': text,
  'script-sample': text,
  'original-policy': policy,
  disposition,
  'line-number': number,
  'column-number': number,
  'status-code': number,
});

const report = z.strictObject({
  type: z.literal('csp-violation'),
  /** Milliseconds since it happened. */
  age: number,
  url: text,
  user_agent: text,
  body: reportingBody,
});

export const policyReports = z.union([z.strictObject({ 'csp-report': olderBody }), z.array(report).max(50)], {
  error: 'this is neither {"csp-report": …} nor a list of reports of the Reporting API, or a field is wrong',
});
export type PolicyReports = z.infer<typeof policyReports>;

/** What the body of a report may be at most, in bytes. */
export const policyReportBytes = 65_536;

export const reportViolations = endpoint({
  method: 'POST',
  path: '/policy-reports',
  tag: 'System',
  access: { kind: 'public' },
  summary: 'What the content security policy of a page stopped, as browsers report it by themselves',
  body: policyReports,
  bodyTypes: ['application/reports+json', 'application/csp-report'],
  perMinute: 60,
});
