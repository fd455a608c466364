import { containerFault } from './container-faults.ts';
import { badFile, badRow, type Limits, type Part } from './items.ts';
import { JsonSplitter, type Piece } from './json-splitter.ts';
import { jsonPart } from './json-text.ts';
import { sayDetail } from '../rule-details.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder();

/** The elements of a JSON list of any size, or values that follow each other, pretty-printed or not. */
export async function* readJsonList(
  stream: AsyncIterable<Uint8Array>,
  { isList, recordBytes }: { isList: boolean } & Pick<Limits, 'recordBytes'>,
): AsyncGenerator<Part> {
  const splitter = new JsonSplitter({ isList, maxBytes: recordBytes });
  let pieces = 0;
  for await (const chunk of stream) {
    for (const piece of splitter.push(chunk)) {
      pieces++;
      yield partOf(piece, recordBytes);
    }
    if (splitter.ended) return;
  }
  for (const piece of splitter.finish()) {
    yield partOf(piece, recordBytes);
    return;
  }
  if (pieces === 0) yield badFile(containerFault(1, 'no_rows'));
}

function partOf({ kind, line, bytes }: Piece, recordBytes: number): Part {
  const value = lenient.decode(bytes.subarray(0, 400)).replaceAll('\0', '␀');
  switch (kind) {
    case 'value':
      return valuePart(bytes, line);
    case 'too_long':
      return badRow(
        containerFault(line, 'record_too_long', { rule: sayDetail('record_bytes', { most: recordBytes }) }),
      );
    case 'too_deep':
      return badRow(containerFault(line, 'too_deep'));
    case 'cut_off':
      return badRow(containerFault(line, 'truncated_json', { value }), lenient.decode(bytes));
    case 'no_value':
      return badRow(
        containerFault(line, 'list_syntax', {
          value,
          rule: sayDetail('list_comma'),
        }),
      );
    case 'no_comma':
      return badRow(containerFault(line, 'list_syntax', { value }));
    case 'behind':
      return badFile(containerFault(line, 'second_document', { value }));
  }
}

function valuePart(bytes: Uint8Array, line: number): Part {
  try {
    return jsonPart(strict.decode(bytes), line);
  } catch {
    const text = lenient.decode(bytes);
    return badRow(containerFault(line, 'invalid_utf8', { value: text.replaceAll('\0', '␀') }), text);
  }
}
