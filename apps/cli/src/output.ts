import { SingleBar } from 'cli-progress';

/** Where a command writes. With `--json`, standard output gets one JSON value and nothing else. */
export interface Output {
  readonly json: boolean;
  /** A line for people, on standard error in JSON mode is left out. */
  line(text: string): void;
  /** The result: `data` with `--json`, else `text`. */
  result(data: unknown, text: string): void;
  progress(label: string, total: number): Progress;
}

export interface Progress {
  update(value: number, total?: number): void;
  stop(): void;
}

export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

export function createOutput(json: boolean, streams: Streams): Output {
  return {
    json,
    line(text) {
      if (!json) streams.stderr.write(`${text}\n`);
    },
    result(data, text) {
      streams.stdout.write(json ? `${JSON.stringify(data)}\n` : `${text}\n`);
    },
    progress(label, total) {
      if (json || streams.stderr.isTTY !== true) return silentProgress;
      const bar = new SingleBar({
        stream: streams.stderr,
        format: `${label} {bar} {percentage}%  {value}/{total}`,
        hideCursor: true,
        clearOnComplete: false,
      });
      bar.start(Math.max(total, 1), 0);
      return {
        update(value, newTotal) {
          if (newTotal !== undefined) bar.setTotal(Math.max(newTotal, 1));
          bar.update(value);
        },
        stop: () => bar.stop(),
      };
    },
  };
}

const silentProgress: Progress = { update() {}, stop() {} };

/** Columns padded to their widest cell; East Asian wide characters count double. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ''))));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}
