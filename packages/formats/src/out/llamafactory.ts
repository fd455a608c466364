import type { DataFile } from './format.ts';
import { json } from './json.ts';
import type { ExportRecord } from './record.ts';
import { promptTurns } from './turns.ts';

/** Turns in the words of ShareGPT, which LLaMA-Factory reads without tags. */
export function humanAndGpt(record: ExportRecord): {
  readonly conversations: string[];
  readonly system: string;
} {
  const { system, turns } = promptTurns(record);
  return {
    conversations: turns.map(({ role, content }) => spokenBy(role === 'user' ? 'human' : 'gpt', content)),
    system: json.text(system ?? ''),
  };
}

export function spokenBy(from: 'human' | 'gpt', value: string): string {
  return json.object([
    ['from', json.text(from)],
    ['value', json.text(value)],
  ]);
}

/** How its loader finds the files: an entry for each, the first split under the dataset's own name. */
export function datasetInfo(
  entry: Readonly<Record<string, unknown>>,
): (
  dataset: string,
  files: readonly DataFile[],
) => readonly { readonly name: string; readonly text: string }[] {
  return (dataset, files) => {
    const entries = files.map(({ name, split }) => [
      split === 'train' ? dataset : `${dataset}_${split}`,
      { file_name: name, ...entry },
    ]);
    return [
      {
        name: 'dataset_info.json',
        text: `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`,
      },
    ];
  };
}
