/** How far a backup or a restore has come. */
export interface Progress {
  /** What is done now; the parts of 100 % that it stands for follow each other. */
  phase(name: string, total: number): void;
  advance(by: number): void;
  end(): void;
}

export interface ProgressTarget {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const EVERY_MS = 500;

/** One line that is written anew on a terminal; a line for each tenth elsewhere. */
export function createProgress(
  target: ProgressTarget,
  now: () => number = () => performance.now(),
): Progress {
  let name = '';
  let total = 0;
  let done = 0;
  let begun = 0;
  let saidAt = 0;
  let saidTenth = 0;
  const line = (): string => {
    const seconds = Math.max((now() - begun) / 1000, 0.001);
    const rate = done / seconds;
    const percent = Math.min(100, Math.floor((100 * done) / Math.max(total, 1)));
    const left = rate === 0 || done >= total ? '' : `, about ${spanOf((total - done) / rate)} left`;
    return `${name}: ${percent} % (${amount(done)} of ${amount(total)}, ${amount(rate)}/s${left})`;
  };
  const say = (): void => void target.write(target.isTTY === true ? `\r\u001b[2K${line()}` : `${line()}\n`);
  return {
    phase(next, size) {
      if (name !== '' && target.isTTY === true) target.write(`\r\u001b[2K${line()}\n`);
      name = next;
      // The planner's guess may be low.
      total = Math.round(size);
      done = 0;
      begun = saidAt = now();
      saidTenth = 0;
    },
    advance(by) {
      done += by;
      total = Math.max(total, done);
      const tenth = Math.floor((10 * done) / Math.max(total, 1));
      if (target.isTTY === true ? now() - saidAt < EVERY_MS : tenth <= saidTenth) return;
      saidAt = now();
      saidTenth = tenth;
      say();
    },
    end() {
      if (name !== '' && target.isTTY === true) target.write(`\r\u001b[2K${line()}\n`);
      name = '';
    },
  };
}

export const silentProgress: Progress = { phase() {}, advance() {}, end() {} };

function amount(value: number): string {
  const whole = Math.round(value);
  if (whole < 10_000) return String(whole);
  if (whole < 10_000_000) return `${Math.round(whole / 1_000)} k`;
  if (whole < 10_000_000_000) return `${Math.round(whole / 1_000_000)} M`;
  return `${Math.round(whole / 1_000_000_000)} G`;
}

function spanOf(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}
