import { LogOfAnotherKey } from './errors.js';

export const anotherKey = (log: string): LogOfAnotherKey =>
  new LogOfAnotherKey(
    `${log} was written with another look-up key than the one in the keys folder: every id in the log comes from that key. ` +
      'Restore the keys folder that belongs to this log, or let KABINET_KEYS_DIR name the right folder.',
  );
