/** What an auditor wants to be asked of this log again: a key and a checkpoint, both public. In this browser, and only where asked for. */

export interface Remembered {
  readonly key: string;
  readonly checkpoint: string;
}

const NAME = 'kabinet.audit';
export const NOTHING: Remembered = { key: '', checkpoint: '' };

export function remembered(): Remembered {
  try {
    const { key, checkpoint } = JSON.parse(localStorage.getItem(NAME) ?? '{}') as Partial<Record<keyof Remembered, unknown>>;
    return { key: textOf(key), checkpoint: textOf(checkpoint) };
  } catch {
    return NOTHING;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** False where the browser keeps nothing. */
export function remember(what: Remembered): boolean {
  try {
    localStorage.setItem(NAME, JSON.stringify(what));
    return true;
  } catch {
    return false;
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
