import { EventLogDamaged, EventStoreUnavailable } from '../errors.js';

/** SQLite's extended result code. Read from the value and not by class: the driver makes its errors with the class of whoever loaded it first in this process. */
export function sqliteCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code.startsWith('SQLITE_') ? error.code : undefined;
}

const DAMAGE = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];
/** The statement was wrong, not the disk: a bug of ours, thrown as it came. */
const BUGS = ['SQLITE_ERROR', 'SQLITE_CONSTRAINT', 'SQLITE_MISMATCH', 'SQLITE_MISUSE', 'SQLITE_RANGE', 'SQLITE_TOOBIG'];

const isOf = (code: string, primaries: readonly string[]): boolean =>
  primaries.some((primary) => code === primary || code.startsWith(`${primary}_`));

/** The one place where SQL errors become ours; what is no failure of the disk or of another process comes back as it was. */
export function ourError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === undefined || isOf(code, BUGS)) return error;
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : code;
  if (isOf(code, DAMAGE)) return new EventLogDamaged(`the event log is damaged: ${message} (${code})`, { cause: error });
  return new EventStoreUnavailable(`the event log cannot be used: ${message} (${code})`, { cause: error });
}

/** Runs `work` and throws its SQL errors as ours. */
export function withOurErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ourError(error);
  }
}
