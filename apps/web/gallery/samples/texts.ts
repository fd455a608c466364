import type { Locale } from '../../src/i18n/locales.ts';

export const prompts: Record<Locale, string> = {
  en: 'How do I keep basil alive on a window sill?',
  'zh-CN': '怎样在窗台上养好罗勒？',
};

export const answers: Record<Locale, readonly string[]> = {
  en: [
    'Give it six hours of light and water it when the top of the soil is dry. **Pinch the tips** every week.',
    'Water it every day and keep it away from the sun. Basil grows in the dark.',
    'Basil likes warmth: 18 to 27 °C. Turn the pot so that it grows evenly.',
    'Buy a new one each month.',
  ],
  'zh-CN': [
    '每天给它六小时光照，表土干了再浇水。**每周掐尖**，它会长得更密。',
    '每天浇水，并且不要晒太阳。罗勒在黑暗中生长。',
    '罗勒喜暖：18 到 27 °C。常转动花盆，让它长得均匀。',
    '每个月买一盆新的。',
  ],
};

const table = (head: string, rows: readonly string[]): string =>
  `| ${head} |\n| --- | --- |\n${rows.map((row) => `| ${row} |`).join('\n')}`;

const code = '```python\ndef water(soil: float) -> bool:\n    return soil < 0.3  # dry\n```';

export const codeAnswers: Record<Locale, readonly string[]> = {
  en: [
    `## Light and water\n\n1. Six hours of **light**\n2. Water when dry\n   - from below\n   - in the morning\n\n${table('Season | Water', ['Summer | daily', 'Winter | weekly'])}\n\n${code}\n\n> Pinch the tips every week.`,
    `Use \`water()\` only when the soil is dry. See [a guide](https://example.org/basil).\n\n${code}\n\nIt is ~~easy~~ *possible*.`,
  ],
  'zh-CN': [
    `## 光照与浇水\n\n1. 六小时**光照**\n2. 干了再浇\n   - 从底部\n   - 在早晨\n\n${table('季节 | 浇水', ['夏季 | 每天', '冬季 | 每周'])}\n\n${code}\n\n> 每周掐尖。`,
    `只在土干时调用 \`water()\`。见[指南](https://example.org/basil)。\n\n${code}\n\n这~~很容易~~*可以做到*。`,
  ],
};

export const stepsAnswer: Record<Locale, string> = {
  en: '17 × 24 is 17 × 20 plus 17 × 4.\n\n17 × 20 = 340.\n\n17 × 4 = 78.\n\nSo the result is 418.',
  'zh-CN': '17 × 24 等于 17 × 20 加 17 × 4。\n\n17 × 20 = 340。\n\n17 × 4 = 78。\n\n所以结果是 418。',
};
