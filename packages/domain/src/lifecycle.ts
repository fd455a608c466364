/** One cell of a life-cycle table: the next state, or the reason why the event is refused. */
export type Cell<State extends string, Refusal extends string> =
  | { readonly to: State }
  | { readonly refuse: Refusal };

/** A complete table: every state says what every event does. */
export type LifeCycleTable<State extends string, Event extends string, Refusal extends string> = Readonly<
  Record<State, Readonly<Record<Event, Cell<State, Refusal>>>>
>;

/** The states from which an event leads to `to` (or anywhere, without `to`): the guard of an UPDATE. */
export function statesAccepting<State extends string, Event extends string>(
  table: LifeCycleTable<State, Event, string>,
  event: NoInfer<Event>,
  to?: NoInfer<State>,
): State[] {
  return (Object.keys(table) as State[]).filter((state) => {
    const cell = table[state][event];
    return 'to' in cell && (to === undefined || cell.to === to);
  });
}

/** The table as Markdown: one line per state, one column per event, refusals in brackets. */
export function tableToMarkdown(table: LifeCycleTable<string, string, string>): string {
  const states = Object.keys(table);
  const events = Object.keys(table[states[0] ?? ''] ?? {});
  const lines = states.map((state) => {
    const cells = events.map((event) => {
      const cell = table[state]?.[event];
      if (cell === undefined) throw new Error(`the table has no cell for ${state} x ${event}`);
      return 'to' in cell ? `**${cell.to}**` : `(${cell.refuse})`;
    });
    return `| \`${state}\` | ${cells.join(' | ')} |`;
  });
  const head = `| state | ${events.map((event) => `\`${event}\``).join(' | ')} |`;
  return [head, `|${'---|'.repeat(events.length + 1)}`, ...lines].join('\n');
}
