import type { TestApp } from '../test-app.ts';

/** What an answer and its way through the database look like from outside. */
export interface Seen {
  readonly status: number;
  /** Without what differs by itself. */
  readonly body: unknown;
  /** The texts that the database was asked, in their order; values are no part of them. */
  readonly statements: readonly string[];
}

interface Asked {
  readonly name?: string;
  readonly text?: string;
}

type Query = (...given: unknown[]) => unknown;

/** Notes every statement that this application sends: work that is done for some and not for others shows here. */
export function watchStatements(kit: TestApp): (ask: () => Promise<Answer>) => Promise<Seen> {
  const sent: string[] = [];
  const watched = new WeakSet<object>();
  kit.database.pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    const real = client.query.bind(client) as Query;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        const [first] = given as [string | Asked];
        sent.push(typeof first === 'string' ? first : (first.text ?? first.name ?? ''));
        return real(...given);
      },
    });
  });
  return async (ask) => {
    sent.length = 0;
    const answer = await ask();
    const statements = [...sent];
    const { requestId: _own, ...body } = answer.body === '' ? {} : answer.json();
    return { status: answer.statusCode, body, statements };
  };
}

interface Answer {
  readonly statusCode: number;
  readonly body: string;
  json(): Record<string, unknown>;
}
