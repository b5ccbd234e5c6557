/**
 * SQLite's code of an error of the driver, or undefined for any other. Told by its name: the driver makes its errors with the class of whoever
 * loaded it first in this process.
 */
export function sqliteCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('name' in error) || error.name !== 'SqliteError') return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
