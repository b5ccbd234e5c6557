import { runInNewContext } from 'node:vm';
import { EventLogDamaged, EventStoreUnavailable } from '../../src/event-store/errors.js';
import { ourError } from '../../src/event-store/sqlite/sql-errors.js';

/** As the driver makes it for whoever did not load it first: of a class, and of an `Error`, that are not ours. */
const foreign = (code: string): unknown =>
  runInNewContext(`Object.assign(new Error('from elsewhere'), { code: ${JSON.stringify(code)} })`);

describe('an SQL error of another realm', () => {
  it('is a damaged log where the file is none, and keeps its message', () => {
    expect(ourError(foreign('SQLITE_NOTADB'))).toBeInstanceOf(EventLogDamaged);
    expect(ourError(foreign('SQLITE_NOTADB'))).toMatchObject({ message: expect.stringContaining('from elsewhere') });
  });

  it('is an unavailable log where the file is busy or the disk is full', () => {
    for (const code of ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE']) {
      expect(ourError(foreign(code))).toBeInstanceOf(EventStoreUnavailable);
    }
  });

  it('comes back as it was where the statement was wrong, or it is no SQL error', () => {
    for (const code of ['SQLITE_CONSTRAINT_TRIGGER', 'ENOENT']) {
      const error = foreign(code);
      expect(ourError(error)).toBe(error);
    }
  });
});
