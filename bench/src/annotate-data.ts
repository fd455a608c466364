import type { BenchDatabase } from './benchmark.ts';
import { comparisonId, PROJECT_ID } from './vote-data.ts';

/** Bytes of each answer, and messages before them. */
const sizes = {
  usual: { answer: 6_000, turns: 1 },
  long: { answer: 50_000, turns: 1 },
  turns: { answer: 1_000, turns: 200 },
} as const;

export type Texts = keyof typeof sizes;

/** Numbers that look random and are the same in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const words =
  'the answer shows how each part of a careful plan follows from what was asked before and why another order would cost more time than it saves for most people who try it'.split(
    ' ',
  );

/** Whether texts hold code and formulas, whose drawing is loaded only when a text has some. */
export type Content = 'plain' | 'rich';

/** Markdown as models write it: headings, emphasis, lists and a table; code and formulas where wanted. */
function markdownText(random: (below: number) => number, content: Content, bytes: number): string {
  const sentence = (length: number): string =>
    Array.from({ length }, () => words[random(words.length)]).join(' ');
  const plain = [
    () => `## ${sentence(4)}\n\n${sentence(40)} **${sentence(3)}** ${sentence(25)} \`${sentence(1)}\`.\n\n`,
    () =>
      `${Array.from({ length: 5 }, (_, index) => `${index + 1}. **${sentence(2)}**: ${sentence(18)}`).join('\n')}\n\n`,
    () => `- ${sentence(12)}\n- ${sentence(9)}\n  - ${sentence(14)}\n- ${sentence(11)}\n\n`,
    () =>
      `| ${sentence(1)} | ${sentence(1)} | ${sentence(2)} |\n| --- | --- | --- |\n${Array.from({ length: 4 }, () => `| ${random(99)} | ${sentence(2)} | ${sentence(3)} |`).join('\n')}\n\n`,
  ];
  const rich = [
    () =>
      `\`\`\`python\ndef f_${random(1_000)}(items):\n    total = 0\n    for item in items:\n        total += item.weight * ${random(100)}\n    return total / max(1, len(items))\n\`\`\`\n\n`,
    () => `${sentence(10)} $x_{${random(9)}} = \\frac{a^2 + ${random(50)}}{b}$ ${sentence(20)}.\n\n`,
  ];
  const parts = content === 'rich' ? [...plain, ...rich] : plain;
  let text = '';
  for (let index = 0; text.length < bytes; index += 1) text += parts[index % parts.length]!();
  return text.slice(0, bytes);
}

/** Adds comparisons with two answers of Markdown each, no two texts alike. */
export async function addMarkdownComparisons(
  { pool }: BenchDatabase,
  data: { count: number; seed: number; content: Content; texts: Texts },
): Promise<void> {
  const random = randomFrom(data.seed);
  for (let n = 1; n <= data.count; n += 1) {
    const { answer, turns } = sizes[data.texts];
    const message = (role: string, content: string): string => JSON.stringify([{ role, content }]);
    const before = Array.from({ length: turns }, (_, turn) => ({
      role: (turns - turn) % 2 === 1 ? 'user' : 'assistant',
      content: `Question ${n}: ${markdownText(random, data.content, 6_000).slice(300, 600)}`,
    }));
    await pool.query(
      `insert into prompts (id, project_id, messages, content_hash, language) values (md5('md prompt ' || $1::int)::uuid, $2, $3, sha256(('md prompt ' || $1::int)::bytea), 'en')`,
      [n, PROJECT_ID, JSON.stringify(before)],
    );
    for (const side of ['a', 'b'])
      await pool.query(
        `insert into responses (id, prompt_id, model, messages, content_hash)
         values (md5('md ' || $2::text || $1::int)::uuid, md5('md prompt ' || $1::int)::uuid, 'model ' || $2::text, $3, sha256(('md ' || $2::text || $1::int)::bytea))`,
        [n, side, message('assistant', markdownText(random, data.content, answer))],
      );
    await pool.query(
      `insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, side_seed)
       select ${comparisonId('$1')}, $2, md5('md prompt ' || $1::int)::uuid, array[md5('md a' || $1::int)::uuid, md5('md b' || $1::int)::uuid], id, $1::int, 1, $1::int % 2
       from batches where project_id = $2`,
      [n, PROJECT_ID],
    );
  }
}
