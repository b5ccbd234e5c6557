import { EventStoreUnavailable, type UnavailableReason } from '../errors.js';
import type { ConnectionSettings } from './connection-string.js';
import { TOO_MANY_APPENDS, type LogAppender } from './log-appender.js';
import type { LogReader } from './read-log.js';
import { isSaid, ourError } from './server-errors.js';
import { within } from './time-limits.js';
import { whyUnavailable } from './why-unavailable.js';

/** A look at the end of the log, and then at who leads. */
const CHECK_MS = 900;
const GOSSIP_MS = 900;
const MEANING: Readonly<Record<UnavailableReason, string>> = {
  'no-leader': 'no server leads: an election, or no quorum',
  overloaded: 'it takes connections and answers too late',
  frozen: 'it takes connections and says nothing on them: its process or its network stands still',
  unreachable: 'no connection comes about',
  'access-denied': 'it refuses this user',
};

export interface WritabilityOf {
  readonly reader: LogReader;
  readonly appender: LogAppender;
  readonly servers: ConnectionSettings;
}

/** Whether the log takes appends, within two seconds. What the servers say of themselves comes before what this node saw of them. */
export async function checkWritability({ reader, appender, servers }: WritabilityOf): Promise<void> {
  if (appender.isFull) throw new EventStoreUnavailable(TOO_MANY_APPENDS, { reason: 'overloaded' });
  try {
    await within(CHECK_MS, reader.head(Number.MAX_SAFE_INTEGER));
  } catch (error) {
    const told = ourError(error);
    if (!(told instanceof EventStoreUnavailable) || isSaid(told.cause)) throw told;
    const reason = await whyUnavailable(servers, GOSSIP_MS);
    // Its leader answers, and a call has not only come late: what became of the call says more.
    if (reason === 'overloaded' && told.reason !== 'overloaded') throw told;
    throw new EventStoreUnavailable(`the event log cannot be used (${reason}): ${MEANING[reason]}`, { cause: told, reason });
  }
}
