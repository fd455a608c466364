import { spawn } from 'node:child_process';
import type { Say } from './say.ts';

interface Setup {
  readonly needsOwner: boolean;
  readonly demoAccounts: readonly {
    readonly email: string;
    readonly password: string;
    readonly role: string;
  }[];
}

/** Prints the address and how to get in. */
export async function announce(
  say: Say,
  place: { origin: string; address: string; dataDir: string; host: string },
): Promise<void> {
  const response = await fetch(`${place.origin}/api/v1/setup`);
  if (!response.ok) throw new Error(`GET /api/v1/setup answered ${response.status}`);
  const { needsOwner, demoAccounts } = (await response.json()) as Setup;
  say('');
  say(`Pairwright is ready: ${place.address}`);
  if (needsOwner) say('  Open it to make the owner account.');
  if (demoAccounts.length > 0) {
    say('  Demo sign-ins:');
    for (const { role, email, password } of demoAccounts)
      say(`    ${role.padEnd(12)}${email.padEnd(36)}${password}`);
  }
  if (demoAccounts.length > 0 && !isLoopback(place.host)) {
    say(
      '  Anybody who can reach this machine knows these passwords. Remove the demo before you put real work here.',
    );
  }
  say(`  Data and logs: ${place.dataDir}`);
  say('  Stop with Ctrl-C.');
  say('');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Shows the page in the person's browser. When that does not work the printed address is there. */
export function openBrowser(address: string): void {
  const [command, args] = opener(address);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function opener(address: string): [string, string[]] {
  if (process.platform === 'darwin') return ['open', [address]];
  if (process.platform === 'win32') return ['cmd', ['/c', 'start', '""', address]];
  return ['xdg-open', [address]];
}
