/** What names a call or a tool, and is no text of anybody. */
const names: readonly string[] = ['id', 'type', 'name'];

/** Calls of tools with the texts of their arguments changed; numbers are changed as their digits. What nothing was changed in stays as it is. */
export function withCallTexts(calls: readonly unknown[], change: (text: string) => string): unknown[] {
  return calls.map((call) => ofCall(call, change));
}

function ofCall(call: unknown, change: (text: string) => string): unknown {
  if (typeof call !== 'object' || call === null || Array.isArray(call)) return ofArguments(call, change);
  return Object.fromEntries(
    Object.entries(call).map(([key, value]) => {
      if (names.includes(key)) return [key, value];
      return [key, key === 'function' ? ofCall(value, change) : ofArguments(value, change)];
    }),
  );
}

/** Arguments are JSON, or a text that mostly holds JSON and then does so afterwards. What can stay as it was written does. */
function ofArguments(value: unknown, change: (text: string) => string): unknown {
  if (typeof value !== 'string') return ofJson(value, change);
  const written = change(value);
  const [held, before] = [readObject(written), readObject(value)];
  const json = held ?? before;
  if (json === undefined) return written;
  const changed = JSON.stringify(ofJson(json, change));
  if (changed !== JSON.stringify(json)) return changed;
  return held === undefined ? value : written;
}

function readObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keys stay. The depth is that of an imported row, which is bounded. */
function ofJson(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'number') {
    const changed = change(String(value));
    return changed === String(value) ? value : changed;
  }
  if (Array.isArray(value)) return value.map((item) => ofJson(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ofJson(item, change)]));
}
