type Sources = Readonly<Record<string, string>>;

/** Where browsers say what a policy stopped; see `contract/policy-reports.ts`. */
const REPORT_ADDRESS = '/api/v1/policy-reports';

/** In all of them: nothing but what is named, from this origin, framed by nobody. */
const base: Sources = {
  'default-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

const reported: Sources = { 'report-uri': REPORT_ADDRESS };

const page: Sources = {
  ...base,
  'script-src': "'self'",
  'style-src': "'self'",
  // Pictures that a text brings along.
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'pairwright',
  ...reported,
};

const write = (sources: Sources): string =>
  Object.entries(sources)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** Scripts and styles are files of this origin, never inline; markup and addresses of scripts come by one policy of Trusted Types. */
export const PAGE_POLICY = write(page);

/**
 * Of the thread that converts files: a thread goes by the policy that it came with, and packs Zstandard by WebAssembly. It has
 * no document, and what it reads is never run.
 */
export const CONVERTER_POLICY = write({ ...page, 'script-src': "'self' 'wasm-unsafe-eval'" });

/** Of the API reference. Its library makes markup of the texts of the document, which are ours, and knows no Trusted Types. */
export const REFERENCE_POLICY = write({
  ...base,
  'script-src': "'self'",
  // One drawing of the library has a style element, told by its hash.
  'style-src': "'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  ...reported,
});

/** Of pages that only say something. */
export const TEXT_POLICY = write({ ...base, 'style-src': "'self'", 'img-src': "'self'", ...reported });

/**
 * The headers of a page with this policy. Browsers with the Reporting API use it over TLS only, and where a policy names it they
 * leave `report-uri` alone: without TLS nothing would be reported.
 */
export function policyHeaders(policy: string, isSecure: boolean): Record<string, string> {
  if (!isSecure) return { 'content-security-policy': policy };
  return {
    'content-security-policy': `${policy}; report-to policy`,
    'reporting-endpoints': `policy="${REPORT_ADDRESS}"`,
  };
}

/** Answers of the API are data: nothing in them may load or run anything. */
export const DATA_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
