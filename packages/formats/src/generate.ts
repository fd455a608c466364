import { seededRandom } from '@pairwright/domain/random';

/**
 * Seeded, realistic rows for benchmarks and tests: English and Chinese, prose, lists and code, now
 * and then several turns; prompts of about 300 bytes and answers of about 1 kB.
 */
export interface GeneratorOptions {
  readonly seed: number;
  readonly models?: readonly string[];
  /** Mean UTF-8 bytes of a prompt and of an answer. */
  readonly promptBytes?: number;
  readonly answerBytes?: number;
}

/** A row of shape A as it stands in a file. */
export interface GeneratedRow {
  readonly prompt_id: string;
  readonly lang: 'en' | 'zh';
  readonly category: string;
  readonly source: string;
  readonly messages: { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
  readonly responses: { readonly model: string; readonly content: string }[];
}

const english = (
  'the a of to and in is that for with as on it this be by from are or which can when more between model data result each ' +
  'question answer reason example first second number value system time water city history energy market teacher letter simple ' +
  'explain compare describe because however therefore important different useful several careful small large quick brown river'
).split(' ');
const chinese = [
  ...'的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理世界',
];
const code = [
  'def solve(items: list[int]) -> int:\n    total = 0\n    for item in items:\n        if item % 2 == 0:\n            total += item\n    return total\n',
  'const byId = new Map(rows.map((row) => [row.id, row]));\nfor (const [id, row] of byId) {\n  console.log(`${id}: "${row.name}"`);\n}\n',
  'SELECT "name", count(*) FROM orders\nWHERE created_at >= \'2024-01-01\'\nGROUP BY 1 ORDER BY 2 DESC;\n',
];
const categories = ['writing', 'reasoning', 'coding', 'knowledge', 'roleplay', 'maths'];

interface Writer {
  readonly random: () => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

function sentence(writer: Writer, lang: 'en' | 'zh'): string {
  if (lang === 'zh') {
    const length = 8 + Math.floor(writer.random() * 24);
    return `${Array.from({ length }, () => writer.pick(chinese)).join('')}${writer.pick(['。', '。', '！', '？', '，'])}`;
  }
  const words = Array.from({ length: 6 + Math.floor(writer.random() * 14) }, () => writer.pick(english)).join(
    ' ',
  );
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${writer.pick(['.', '.', '.', '?', ':'])} `;
}

function passage(writer: Writer, lang: 'en' | 'zh', bytes: number): string {
  const goal = bytes * (0.4 + 1.2 * writer.random());
  const width = lang === 'zh' ? 3 : 1;
  let text = '';
  while (text.length * width < goal) {
    const kind = writer.random();
    if (kind < 0.03) text += `\n\n\`\`\`\n${writer.pick(code)}\`\`\`\n\n`;
    else if (kind < 0.1) text += `\n- **${writer.pick(english)}**: ${sentence(writer, lang)}`;
    else if (kind < 0.2) text += '\n\n';
    else text += sentence(writer, lang);
  }
  return text;
}

/** Row `index` of the endless file of this seed. The same options and index give the same row. */
export function generateRow(index: number, options: GeneratorOptions): GeneratedRow {
  const random = seededRandom((options.seed * 0x1000193 + index * 0x9e3779b1) >>> 0);
  const writer: Writer = { random, pick: (items) => items[Math.floor(random() * items.length)]! };
  const lang = random() < 0.5 ? 'en' : 'zh';
  const promptBytes = options.promptBytes ?? 300;
  const turns = random() < 0.1 ? 2 : 1;
  const messages: GeneratedRow['messages'] = [];
  if (random() < 0.1) messages.push({ role: 'system', content: 'You are a careful assistant.' });
  for (let turn = 1; turn <= turns; turn++) {
    messages.push({
      role: 'user',
      content: `${turn === 1 ? `#${index} ` : ''}${passage(writer, lang, promptBytes / turns)}`,
    });
    if (turn < turns)
      messages.push({ role: 'assistant', content: passage(writer, lang, promptBytes / turns) });
  }
  const models = options.models ?? ['model-a', 'model-b', 'model-c'];
  return {
    prompt_id: `row-${options.seed}-${index}`,
    lang,
    category: writer.pick(categories),
    source: 'generated',
    messages,
    responses: models.map((model) => ({
      model,
      content: passage(writer, lang, options.answerBytes ?? 1000),
    })),
  };
}

/** The lines (with newlines) of the rows from..to of a seed. */
export function* generateLines(from: number, to: number, options: GeneratorOptions): Generator<string> {
  for (let index = from; index < to; index++) yield `${JSON.stringify(generateRow(index, options))}\n`;
}
