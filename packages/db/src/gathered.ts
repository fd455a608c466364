/** Statements under way at once: what comes while all are is gathered for the next. */
const AT_ONCE = 3;
/** So long at most does a question wait for the answer of a statement that is under way. */
const PATIENCE_MS = 1;
/** Questions per statement. */
const AT_MOST = 256;

interface Waiting<Question, Answer> {
  readonly question: Question;
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

/**
 * Answers many small questions with few statements: what is asked in one turn of the loop goes out at its end, together. While
 * a statement is under way it waits for that one's answer, but no longer than a millisecond as long as fewer than three are. So
 * nothing waits on a quiet server, a busy one asks the database less often, and one slow statement holds nothing up; no answer
 * is older than its question. Questions of the same key that go out together are asked once. `ask` gives one answer per question,
 * in their order; where it throws, all that it was asked fail with it.
 */
export function gathered<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  keyOf: (question: Question) => unknown,
): (question: Question) => Promise<Answer> {
  let waiting: Waiting<Question, Answer>[] = [];
  let underWay = 0;
  let soon = false;
  let late: NodeJS.Timeout | undefined;
  const next = (): void => {
    clearTimeout(late);
    late = undefined;
    if (waiting.length === 0 || underWay >= AT_ONCE) return;
    const batch = waiting.slice(0, AT_MOST);
    waiting = waiting.slice(AT_MOST);
    underWay += 1;
    void answer(batch).finally(() => {
      underWay -= 1;
      next();
    });
    waitForIt();
  };
  const answer = async (batch: readonly Waiting<Question, Answer>[]): Promise<void> => {
    try {
      const { questions, places } = distinct(batch, keyOf);
      const answers = await ask(questions);
      if (answers.length !== questions.length)
        throw new Error(`${questions.length} questions got ${answers.length} answers.`);
      for (const [index, { resolve }] of batch.entries()) resolve(answers[places[index]!]!);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const atEndOfTurn = (): void => {
    soon = false;
    if (underWay === 0) next();
    else waitForIt();
  };
  const waitForIt = (): void => {
    if (waiting.length > 0) late ??= setTimeout(next, PATIENCE_MS);
  };
  return (question) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (soon) return;
      soon = true;
      setImmediate(atEndOfTurn);
    });
}

/** Each question once, and for each of those that wait the place of its own among them. */
function distinct<Question>(
  waiting: readonly { readonly question: Question }[],
  keyOf: (question: Question) => unknown,
): { questions: Question[]; places: number[] } {
  const known = new Map<unknown, number>();
  const questions: Question[] = [];
  const places = waiting.map(({ question }) => {
    const key = keyOf(question);
    const place = known.get(key) ?? questions.length;
    if (place === questions.length) {
      known.set(key, place);
      questions.push(question);
    }
    return place;
  });
  return { questions, places };
}
