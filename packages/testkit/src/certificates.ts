import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Files in PEM of somebody and of the authority that signed them. */
export interface Certificate {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Issues certificates, all signed by an authority made for this test. */
export interface Authority {
  readonly ca: string;
  /** For a server on this machine, or a client of this name. */
  issue(name: string): Promise<Certificate>;
}

/** Whether there is a program to make certificates with. */
export const hasOpenssl = (): Promise<boolean> =>
  run('openssl', ['version']).then(
    () => true,
    () => false,
  );

/** Makes an authority in a folder that goes with the test. Certificates last for a day. */
export async function makeAuthority(folder: string): Promise<Authority> {
  await mkdir(folder, { recursive: true });
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.crt'),
    '-days',
    '1',
    '-subj',
    '/CN=authority of a test',
  );
  return {
    ca: at('ca.crt'),
    async issue(name) {
      const [key, request, cert, extensions] = ['key', 'csr', 'crt', 'ext'].map((end) =>
        at(`${name}.${end}`),
      ) as [string, string, string, string];
      await openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${name}`);
      await writeFile(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
      await openssl(
        'x509',
        '-req',
        '-in',
        request,
        '-CA',
        at('ca.crt'),
        '-CAkey',
        at('ca.key'),
        '-CAcreateserial',
        '-out',
        cert,
        '-days',
        '1',
        '-extfile',
        extensions,
      );
      return { ca: at('ca.crt'), cert, key };
    },
  };
}
