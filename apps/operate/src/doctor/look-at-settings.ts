import { ConfigError } from '@pairwright/runtime/env';
import type { Config } from '@pairwright/runtime/env';
import { type Finding, fault, warning } from './faults.ts';
import type { Look, Patient } from './patient.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;
const ANSWER_MS = 5_000;

/** The version of Node that runs this. */
export function lookAtNode(version: string): Finding[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const good = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (good) return [];
  return [
    fault(
      'node_version',
      `This is Node ${version.replace(/^v/, '')}.`,
      'Install Node 20.19 or newer (of the 22 line 22.12 or newer).',
    ),
  ];
}

/** Variables that cannot be read, one finding each. */
export function lookAtConfigError(error: ConfigError): Finding[] {
  return error.faults.map(({ variable, rule, help }) => fault('configuration', `${variable} ${rule}.`, help));
}

/** Whether the address that browsers use, cookies and proxies fit together. */
export function lookAtAddress({ publicUrl, cookieSecure, trustProxy, host }: Config): Finding[] {
  const { protocol, hostname } = new URL(publicUrl);
  const findings: Finding[] = [];
  if (protocol === 'https:' && trustProxy.length === 0)
    findings.push(
      warning(
        'public_url',
        'PUBLIC_URL is https, so a proxy stands before this server, but TRUST_PROXY is not set: every request seems to come from the proxy, and one person who mistypes a password slows down all others.',
        "Set TRUST_PROXY to the proxy's address or network.",
      ),
    );
  if (protocol === 'https:' && !cookieSecure)
    findings.push(
      fault(
        'public_url',
        'PUBLIC_URL is https and COOKIE_SECURE is false: the session cookie also goes over http, where others can read it.',
        'Leave COOKIE_SECURE out.',
      ),
    );
  if (protocol === 'http:' && !LOOPBACK.test(hostname))
    findings.push(
      warning(
        'public_url',
        `PUBLIC_URL is ${publicUrl}: passwords and sessions cross the network in the clear, and browsers offer neither passkeys nor offline work.`,
        'Put a proxy with TLS before the server, and set PUBLIC_URL to its https address.',
      ),
    );
  if (
    protocol === 'http:' &&
    LOOPBACK.test(hostname) &&
    !LOOPBACK.test(host) &&
    host !== '0.0.0.0' &&
    host !== '::'
  )
    findings.push(
      warning(
        'public_url',
        `The server listens on ${host}, and PUBLIC_URL is ${publicUrl}, which other machines do not reach: links in invitations and mails lead nowhere.`,
        'Set PUBLIC_URL to the address that people type.',
      ),
    );
  return findings;
}

/** Whether Pairwright answers at the address that browsers use, and what its clock says. */
export async function lookAtServer({ config, limits, now }: Patient): Look {
  const url = `${config.publicUrl}/health`;
  const before = now();
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' });
    body = await response.json();
  } catch {
    return {
      findings: [
        warning(
          'public_url',
          `Nothing that speaks for Pairwright answers at ${url}.`,
          'Start the API, correct PUBLIC_URL, or, where this machine cannot reach the address, try it in a browser.',
        ),
      ],
    };
  }
  if (typeof (body as { version?: unknown } | null)?.version !== 'string')
    return {
      findings: [
        warning(
          'public_url',
          `What answers at ${url} (status ${response.status}) is not Pairwright.`,
          'Correct PUBLIC_URL, or the proxy that answers there.',
        ),
      ],
    };
  // The header has whole seconds.
  const said = Date.parse(response.headers.get('date') ?? '');
  const away = Number.isNaN(said) ? 0 : Math.abs(said - before) / 1000 - 1;
  return {
    findings: away > limits.clockSeconds ? [skewed('of the server that answers', away)] : [],
    seen: `Pairwright ${(body as { version: string }).version} answers at ${config.publicUrl}`,
  };
}

/** The finding about a clock that is so many seconds away from this one. */
export function skewed(whose: string, seconds: number): Finding {
  return fault(
    'clock_skew',
    `The clock ${whose} and the clock of this machine are ${Math.round(seconds)} s apart: leases, sessions and codes end too early or too late.`,
    'Let both take their time from the same source (NTP).',
  );
}
