/** Whether the server is heard of: from every request that is answered, or is not, and from the stream of changes. */

export type Connection = 'online' | 'reconnecting' | 'offline';

const RETRY_MS = 3_000;

let connection: Connection = 'online';
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

export const connectionState = (): Connection => connection;

export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function answered(): void {
  become('online');
}

/** The page then asks by itself until the server answers. */
export function unanswered(): void {
  become(navigator.onLine ? 'reconnecting' : 'offline');
}

function become(next: Connection): void {
  if (next === connection) return;
  connection = next;
  if (next === 'online' && timer !== null) {
    clearInterval(timer);
    timer = null;
  } else if (next !== 'online') {
    timer ??= setInterval(knock, RETRY_MS);
  }
  for (const listener of listeners) listener();
}

function knock(): void {
  fetch('/healthz', { cache: 'no-store' }).then((answer) => (answer.ok ? answered() : undefined), unanswered);
}

addEventListener('offline', unanswered);
addEventListener('online', knock);
