// @vitest-environment node
import ts from 'typescript';
import { expect, test } from 'vitest';

const raw = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
/** By their path from `src`, as in /pages.ts. */
const sources: Sources = Object.fromEntries(
  Object.entries(raw).map(([file, source]) => [placeOf(file, '/i18n/'), source]),
);
const english = import.meta.glob<string>('../locales/en/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
/** Keys by feature. */
const messages: ReadonlyMap<string, object> = new Map(
  Object.entries(english).map(([file, texts]) => [
    file.split('/').at(-1)!.replace('.json', ''),
    JSON.parse(texts) as object,
  ]),
);

/** Of every window: `main.tsx` loads them before anything is shown. */
const always = ['ui', 'shell', 'problem'];

type Sources = Readonly<Record<string, string>>;

/** What a module says of itself, as far as words are concerned. */
interface Module {
  /** Catalogues of the keys that stand in it. */
  readonly words: ReadonlySet<string>;
  /** Modules that are there when it is. */
  readonly imports: readonly string[];
  /** Modules that it loads later. */
  readonly later: readonly string[];
  /** Catalogues that it loads itself, with those. */
  readonly loads: ReadonlySet<string>;
}

/** The feature of a message key, or of the beginning of one that is put together. */
function featureOf(text: string, isWhole: boolean): string[] {
  const at = text.indexOf('.');
  const known = messages.get(text.slice(0, Math.max(0, at)));
  if (known === undefined) return [];
  return !isWhole || Object.hasOwn(known, text.slice(at + 1)) ? [text.slice(0, at)] : [];
}

function placeOf(name: string, from: string): string {
  return new URL(name, `file://${from}`).pathname;
}

function parsed(file: string, source: string): ts.SourceFile {
  return ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
}

function isOfTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const { importClause } = node;
  if (importClause === undefined || importClause.isTypeOnly) return importClause?.isTypeOnly ?? false;
  const { name, namedBindings } = importClause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

/** Where `import('…')` leads. */
function loadedIn(node: ts.Node): string[] {
  const isLater = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const [asked] = isLater ? node.arguments : [];
  return asked !== undefined && ts.isStringLiteralLike(asked) ? [asked.text] : [];
}

/** What `loadCatalogues(['…'])` names, or what is named beside a module that is loaded: `withWords(import('…'), '…')`. */
function namedIn(node: ts.Node): string[] {
  if (!ts.isCallExpression(node)) return [];
  const isLoading =
    node.expression.getText() === 'loadCatalogues' || node.arguments.some((one) => loadedIn(one).length > 0);
  return isLoading ? node.arguments.flatMap(textsIn).filter((text) => messages.has(text)) : [];
}

function read(file: string, source: string): Module {
  const [words, loads] = [new Set<string>(), new Set<string>()];
  const [imports, later]: [string[], string[]] = [[], []];
  const ours = (name: string): string[] => (name.startsWith('.') ? [placeOf(name, file)] : []);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined
    ) {
      const { text } = node.moduleSpecifier as ts.StringLiteral;
      if (!isOfTypes(node)) imports.push(...ours(text));
      return;
    }
    later.push(...loadedIn(node).flatMap(ours));
    namedIn(node).forEach((feature) => loads.add(feature));
    if (ts.isStringLiteralLike(node)) featureOf(node.text, true).forEach((feature) => words.add(feature));
    if (ts.isTemplateExpression(node))
      featureOf(node.head.text, false).forEach((feature) => words.add(feature));
    ts.forEachChild(node, visit);
  };
  visit(parsed(file, source));
  return { words, imports, later, loads };
}

/** Words that are missing where a module is shown with these catalogues loaded, each with the module that needs it. */
function needsOf(all: Sources, start: string, loaded: ReadonlySet<string>): Map<string, string> {
  const needs = new Map<string, string>();
  const seen = new Set<string>();
  const walk = (file: string, there: ReadonlySet<string>): void => {
    const state = [file, ...[...there].toSorted()].join(' ');
    const module = moduleIn(all, file);
    if (seen.has(state) || module === null) return;
    seen.add(state);
    for (const feature of module.words)
      if (!there.has(feature) && !module.loads.has(feature) && !needs.has(feature)) needs.set(feature, file);
    for (const next of module.imports) walk(next, there);
    // By itself, or by a function of its neighbours that loads code with its words.
    const beside = module.imports.flatMap((next) => [...(moduleIn(all, next)?.loads ?? [])]);
    for (const next of module.later) walk(next, new Set([...there, ...module.loads, ...beside]));
  };
  walk(start, loaded);
  return needs;
}

const modules = new WeakMap<Sources, Map<string, Module>>();

/** Null: styles and workers hold no words. */
function moduleIn(all: Sources, file: string): Module | null {
  const source = all[file];
  if (source === undefined) return null;
  const known = modules.get(all) ?? new Map<string, Module>();
  modules.set(all, known);
  const module = known.get(file) ?? read(file, source);
  known.set(file, module);
  return module;
}

interface Page {
  readonly file: string;
  readonly catalogues: readonly string[];
}

/** Every `{ load: () => import('…'), catalogues: ['…'] }` of a file. */
function pagesIn(file: string, source: string): Page[] {
  const found: Page[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const part = (name: string): ts.Node | undefined =>
        node.properties.find(
          (property) => ts.isPropertyAssignment(property) && property.name.getText() === name,
        );
      const [load, listed] = [part('load'), part('catalogues')];
      if (load !== undefined && listed !== undefined)
        found.push({ file: read(file, load.getText()).later[0]!, catalogues: textsIn(listed) });
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed(file, source));
  return found;
}

function textsIn(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => void found.push(...textsIn(child)));
  return found;
}

/** Pages without words that they show: page, catalogue, and where it is used. */
function missing(all: Sources, lists: readonly string[]): string[] {
  return lists.flatMap((list) =>
    pagesIn(list, all[list]!).flatMap(({ file, catalogues }) =>
      [...needsOf(all, file, new Set([...always, ...catalogues]))].map(
        ([feature, by]) => `${file} does not list ${feature}, which ${by} uses`,
      ),
    ),
  );
}

const made = (page: string, dialog: string): Sources => ({
  '/pages.ts': `export const pages = [{ load: () => import('./a/Page.tsx'), catalogues: ['console'] }];`,
  '/a/Page.tsx': page,
  '/Dialog.tsx': dialog,
});

test('words of a part that a page brings are missed, whether it comes at once or later', () => {
  const dialog = `export const Dialog = () => t('account.proved');`;
  const told = ['/a/Page.tsx does not list account, which /Dialog.tsx uses'];
  expect(missing(made(`import { Dialog } from '../Dialog.tsx';`, dialog), ['/pages.ts'])).toEqual(told);
  expect(missing(made(`lazy(() => import('../Dialog.tsx'));`, dialog), ['/pages.ts'])).toEqual(told);
  const putTogether = 'export const Dialog = (part: string) => t(`account.${part}`);';
  expect(missing(made(`export * from '../Dialog.tsx';`, putTogether), ['/pages.ts'])).toEqual(told);
});

test('words that are loaded with a part, types, and words of every window are not', () => {
  const dialog = `export const Dialog = () => t('account.proved');`;
  const [withWords, types, ofAll] = [
    `Promise.all([import('../Dialog.tsx'), loadCatalogues(['account'])]);`,
    `import type { Dialog } from '../Dialog.tsx'; type Key = 'account.proved';`,
    `t('ui.cancel'); t('console.save'); said('account.json');`,
  ];
  for (const page of [withWords, types, ofAll])
    expect(missing(made(page, dialog), ['/pages.ts']), page).toEqual([]);
});

test('every page lists the catalogues of all that it shows', () => {
  const lists = ['/pages.ts', '/routes.tsx', '/features/console/console-pages.ts'];
  expect(lists.flatMap((list) => pagesIn(list, sources[list]!)).length).toBeGreaterThan(50);
  expect(missing(sources, lists)).toEqual([]);
});
