import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { demoDataDir } from '@pairwright/demo/demo-data';
import type { MtBenchQuestion, MtBenchVote } from '@pairwright/demo/mt-bench-rows';

async function linesOf<Line>(name: string): Promise<Line[]> {
  const text = await readFile(path.join(demoDataDir, name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** The human votes of MT-Bench in the shape they are published in, as far as both answers are at hand. */
export async function judgedRows(): Promise<object[]> {
  const questions = new Map(
    (await linesOf<MtBenchQuestion>('mt-bench.jsonl')).map((question) => [question.prompt_id, question]),
  );
  const votes = await linesOf<MtBenchVote>('mt-bench-votes.jsonl');
  return votes.flatMap(({ prompt_id, turn, model_a, model_b, winner, annotator_id }) => {
    const { messages, responses } = questions.get(prompt_id)!;
    const [a, b] = [model_a, model_b].map((name) => responses.find(({ model }) => model === name));
    if (a === undefined || b === undefined) return [];
    const conversation = ({ messages: said }: typeof a) => [...messages, ...said];
    return [
      {
        question_id: prompt_id,
        model_a,
        model_b,
        winner,
        judge: annotator_id,
        conversation_a: conversation(a),
        conversation_b: conversation(b),
        turn,
      },
    ];
  });
}
