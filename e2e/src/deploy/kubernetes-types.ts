import path from 'node:path';
import ts from 'typescript';
import type { Rendered } from './helm.ts';

/**
 * Checks objects against the types of the Kubernetes API, fields that it does not know included: each becomes a constant of its
 * type, and the compiler says what does not fit. Gives one sentence for each fault.
 */
export function faultsByType(objects: readonly Rendered[]): string[] {
  const file = path.join(import.meta.dirname, 'rendered.virtual.ts');
  const source = objects
    .map(({ apiVersion, kind, ...rest }, index) => {
      const value = JSON.stringify({ apiVersion, kind, ...rest }, null, 1);
      return `import type { I${kind} as T${index} } from 'kubernetes-models/${apiVersion}/${kind}';\nconst v${index}: T${index} = ${value};\nvoid v${index};`;
    })
    .join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...more) =>
    name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true) : read(name, ...more);
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || exists(name);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start }) => {
    const lines = source.slice(0, start ?? 0).split('\n');
    const of = lines.toReversed().find((line) => line.startsWith('const v')) ?? '';
    return `${of.split('=')[0]}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
