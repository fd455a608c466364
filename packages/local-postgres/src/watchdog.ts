import { spawn } from 'node:child_process';

/**
 * Runs in a process of its own, as plain text because bundling leaves no file to point at. Its standard input ends when
 * the process that started the server ends in whatever way, SIGKILL too; it then stops the server. One line of input
 * dismisses it.
 */
const program = `
const fs = require('node:fs');
const { spawnSync } = require('node:child_process');
const { pid, pidFile, stopCommand, remove } = JSON.parse(process.argv[1]);
process.stdin.on('data', () => process.exit(0));
process.stdin.on('error', orphaned);
process.stdin.on('end', orphaned);
function alive() {
  try { return fs.readFileSync(pidFile, 'utf8').split('\\n')[0] === String(pid) && process.kill(pid, 0); } catch { return false; }
}
function orphaned() {
  if (alive()) {
    if (stopCommand) spawnSync(stopCommand[0], stopCommand.slice(1));
    else process.kill(pid, 'SIGINT');
  }
  const deadline = Date.now() + 30000;
  const timer = setInterval(() => {
    if (alive() && Date.now() < deadline) return;
    clearInterval(timer);
    if (remove) fs.rmSync(remove, { recursive: true, force: true, maxRetries: 5 });
    process.exit(0);
  }, 50);
}
`;

export interface WatchdogOrders {
  /** The server's process. */
  pid: number;
  pidFile: string;
  /** Where signals do not do (Windows): the command that stops the server. */
  stopCommand?: string[] | undefined;
  /** A folder to delete afterwards. */
  remove?: string | undefined;
}

export interface Watchdog {
  dismiss(): void;
}

/** Sees to it that the server does not outlive this process. */
export function startWatchdog(orders: WatchdogOrders): Watchdog {
  const child = spawn(process.execPath, ['-e', program, JSON.stringify(orders)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
    windowsHide: true,
  });
  child.on('error', () => {}); // Without it a killed run leaves the server to the next start, which takes it down.
  child.stdin.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return {
    dismiss() {
      child.stdin.end('done\n');
    },
  };
}
