import { spawn } from 'node:child_process';

/** Another OS account to run as; undefined keeps the current one. */
export type RunAs = { uid: number; gid: number } | undefined;

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  runAs?: RunAs;
  cwd?: string;
  input?: string;
}

/**
 * The server gets a fixed environment: PGPORT, PGOPTIONS, locale and the like of the person who starts it
 * must not change how it runs.
 */
export function serverEnv(): NodeJS.ProcessEnv {
  const fixed = { LC_ALL: 'C', TZ: 'UTC' };
  if (process.platform !== 'win32') return { ...fixed, PATH: '/usr/bin:/bin' };
  const { SystemRoot, PATH, TEMP, TMP } = process.env;
  return { ...fixed, SystemRoot, PATH, TEMP, TMP };
}

/** Runs a program to its end. Rejects only when it could not be started at all. */
export function runCommand(
  file: string,
  args: string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...options.runAs,
      cwd: options.cwd,
      env: serverEnv(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => {}); // The program may end before it has read everything; its exit code tells.
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.input ?? '');
  });
}
