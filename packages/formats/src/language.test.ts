import { expect, it } from 'vitest';
import { languageOf } from './language.ts';

it.each([
  ['en', 'How do I write a function that adds two numbers and returns their sum?'],
  ['zh', '请解释一下什么是哈希表。'],
  ['zh', '写一个 Python 函数，计算两个数字的和'],
  ['ja', 'ハッシュテーブルとは何ですか。'],
  ['ko', '해시 테이블이 무엇인지 설명해 주세요.'],
  ['de', 'Kannst du mir bitte erklären, wie eine Hashtabelle funktioniert und wozu man sie braucht?'],
  ['fr', 'Pourriez-vous m’expliquer comment fonctionne une table de hachage et pourquoi elle est utile ?'],
  ['ru', 'Объясните, пожалуйста, как работает хеш-таблица и зачем она нужна.'],
  ['ar', 'اشرح لي من فضلك كيف يعمل جدول التجزئة ولماذا نحتاج إليه.'],
  ['en', 'Write a poem about the sea.'],
  [null, 'def f(x): return x+1 for i in range(10)'],
  [null, ''],
  [null, '42 + 1 = ?'],
  [null, 'ok'],
  [null, '🙂🙂'],
])('%s: %s', (language, text) => {
  expect(languageOf(text)).toBe(language);
});
