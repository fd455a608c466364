// @vitest-environment node
import ts from 'typescript';
import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['../**/*.tsx', '!../**/*.test.tsx'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Words that are the same in every language. */
const names = /^(Pairwright|CSV|JSON|JSONL|API|ID|[AB])$/;
const attributes = /^(label|title|placeholder|alt|caption|heading|aria-label|hint)$/;

/** Operators whose sides come to be the result; a comparison's sides do not. */
const joining = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

function withoutCode(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/[^\n]*/g, '');
}

/** Strings that an expression may come to be: itself, or what a condition chooses from. */
function stringsOf(node: ts.Expression | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((s) => s.literal.text)];
  if (ts.isParenthesizedExpression(node)) return stringsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...stringsOf(node.whenTrue), ...stringsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node) && joining.has(node.operatorToken.kind))
    return [...stringsOf(node.left), ...stringsOf(node.right)];
  return [];
}

function wordsOf(node: ts.Node): string[] {
  if (ts.isJsxText(node)) return [node.text];
  if (ts.isJsxAttribute(node)) {
    const value = node.initializer;
    if (value === undefined || !attributes.test(node.name.getText())) return [];
    return ts.isJsxExpression(value) ? stringsOf(value.expression) : stringsOf(value);
  }
  const isChild = ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent);
  return isChild ? stringsOf(node.expression) : [];
}

function literals(source: string): string[] {
  const file = ts.createSourceFile('source.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...wordsOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.map((words) => words.trim()).filter((words) => /\p{L}/u.test(words) && !names.test(words));
}

test('the scan sees what it has to', () => {
  expect(literals('<p>Hello there</p>')).toEqual(['Hello there']);
  expect(literals('<p>Sure? (yes); a = b</p>')).toEqual(['Sure? (yes); a = b']);
  expect(literals('<p>你好</p>')).toEqual(['你好']);
  expect(literals('<Button label="Save" />')).toEqual(['Save']);
  expect(literals('<Button label={busy ? "Saving" : t("x.save")} />')).toEqual(['Saving']);
  expect(literals('<p>{"Hello"} {`${count} rows`}</p>')).toEqual(['Hello', 'rows']);
  expect(literals('<p title={name ?? "Nobody"}>{bad && "Wrong"}</p>')).toEqual(['Nobody', 'Wrong']);
  expect(literals('<p>{t("x.y")}</p>')).toEqual([]);
});

test('the scan takes no code for words', () => {
  expect(literals('const some = (all: number) => all < 3 ? <p /> : all > 2 && <i />;')).toEqual([]);
  expect(literals('<p>{state === "open" && <i />}</p>')).toEqual([]);
  expect(literals('<p className="row" data-of={"x"}>{/* words */}</p>')).toEqual([]);
});

test('no component holds words of its own', () => {
  const files = Object.entries(sources);
  expect(files.length).toBeGreaterThan(20);
  const found = files
    .map(([file, source]) => [file, literals(source)] as const)
    .filter(([, words]) => words.length > 0);
  expect(found).toEqual([]);
});

test('no source but the catalogues holds Han text', () => {
  const found = Object.entries(sources).filter(([, source]) => /\p{Script=Han}/u.test(withoutCode(source)));
  expect(found.map(([file]) => file)).toEqual([]);
});
