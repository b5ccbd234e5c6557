import { EventLogDamaged } from '../event-store/errors.js';

/** The log is not what its checkpoints say: somebody has changed it, its hashes or its keys. Nothing is served and nothing signed then. */
export class LogDisagrees extends EventLogDamaged {
  override readonly name = 'LogDisagrees';
  constructor(readonly problem: string) {
    super(`the event log does not agree with its transparency log: ${problem}`);
  }
}
