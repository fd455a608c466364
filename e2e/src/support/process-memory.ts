import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The most memory that a process has held, in MB of 1,000,000 bytes: the kernel's own high-water mark. Linux only. */
export function highWaterMark(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** What a process holds now, in MB of 1,000,000 bytes; 0 on Windows. */
export function residentNow(pid: number): number {
  if (process.platform === 'win32') return 0;
  return (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024) / 1e6;
}
