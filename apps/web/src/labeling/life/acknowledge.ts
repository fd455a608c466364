import { api, ApiProblem, isForLater } from '../../api/client.ts';

/** Versions of guidelines a person said they have read, by project; kept on this device until the server knows. */
type Kept = Record<string, { version: number; sent: boolean }>;

const keyOf = (userId: string): string => `pairwright.acknowledged.${userId}`;
const memory = new Map<string, Kept>();

/** The newest version of a project's guidelines said to be read on this device; 0 where there is none. */
export function acknowledged(userId: string, projectId: string): number {
  return keptOf(userId)[projectId]?.version ?? 0;
}

/** Remembers at once, and tells the server as soon as it answers. */
export function acknowledge(userId: string, projectId: string, version: number): void {
  keep(userId, { ...keptOf(userId), [projectId]: { version, sent: false } });
  void send(userId);
}

/** Tells the server what it does not know yet, now and whenever the network comes back. Returns the way to stop. */
export function sendAcknowledged(userId: string): () => void {
  const again = (): void => void send(userId);
  again();
  addEventListener('online', again);
  const timer = setInterval(again, 60_000);
  return () => {
    removeEventListener('online', again);
    clearInterval(timer);
  };
}

async function send(userId: string): Promise<void> {
  const waiting = Object.entries(keptOf(userId)).filter(([, { sent }]) => !sent);
  for (const [projectId, { version }] of waiting) {
    try {
      await api.call('acknowledgeGuidelines', { params: { projectId }, body: { version } });
    } catch (error) {
      // What the server refuses for good is not asked again; all else is.
      if (!(error instanceof ApiProblem) || isForLater(error.body.status) || error.body.status === 401)
        continue;
    }
    const now = keptOf(userId);
    if (now[projectId]?.version === version) keep(userId, { ...now, [projectId]: { version, sent: true } });
  }
}

function keptOf(userId: string): Kept {
  const known = memory.get(userId);
  if (known !== undefined) return known;
  let kept: Kept = {};
  try {
    kept = (JSON.parse(localStorage.getItem(keyOf(userId)) ?? '{}') as Kept | null) ?? {};
  } catch {
    // Nothing readable is kept.
  }
  memory.set(userId, kept);
  return kept;
}

function keep(userId: string, kept: Kept): void {
  memory.set(userId, kept);
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(kept));
  } catch {
    // Storage may be forbidden; it is then asked for again after a reload.
  }
}
