/** The log for commands that build from it: its hashes are what was signed, and no event is read that is not what its hash is of. */
import { existsSync } from 'node:fs';
import type { Checkpoint } from '../audit/checkpoint.js';
import { memoryProblem } from '../audit/checkpoint-memory.js';
import { LogDisagrees } from '../audit/errors.js';
import { checkLog, type SelfCheckReach } from '../audit/self-check.js';
import type { Config } from '../config/config.js';
import type { EventStore } from '../event-store/port.js';
import type { SqliteEventStore } from '../event-store/sqlite/sqlite-event-store.js';
import { verifiedStore } from '../audit/verified-store.js';
import { openLogKeys } from '../keys/log-keys.js';
import { signedCheckpoints } from '../keys/signed-checkpoints.js';
import { logKeyFileOf } from '../server/open-log.js';

/** @throws LogDisagrees at once for hashes and checkpoints, and whoever reads gets it for events. */
export async function logAsSigned(config: Config, store: SqliteEventStore): Promise<EventStore> {
  const { tree, checkpoints } = store;
  const checkpoint = await assertAsHashed(config, store, 'hashes');
  const memory = signedCheckpoints(config.keysDir);
  const differs = memoryProblem(memory, { tree, checkpoint, origin: undefined, checkedSize: checkpoints.checkedSize() });
  if (differs !== undefined && !memory.isAccepted()) throw new LogDisagrees(differs);
  return verifiedStore(store, tree);
}

/** The same for commands that append, also to a log that is being brought back: what the keys folder remembers may be ahead of it. */
export async function logAsHashed(config: Config, store: SqliteEventStore): Promise<EventStore> {
  await assertAsHashed(config, store, 'hashes');
  return verifiedStore(store, store.tree);
}

/** Answers the last checkpoint. `whole`: compares every event as well. @throws LogDisagrees */
export async function assertAsHashed(
  config: Config,
  store: SqliteEventStore,
  reach: SelfCheckReach,
): Promise<Checkpoint | undefined> {
  const { tree, checkpoints } = store;
  const keyFile = logKeyFileOf(config);
  const trustedKeys = existsSync(keyFile) ? openLogKeys(keyFile).trusted : [];
  const checked = await checkLog(
    { tree, store: checkpoints, eventsFrom: (index) => store.eventsFrom(index), trustedKeys },
    reach,
  );
  if (!checked.ok) throw new LogDisagrees(checked.problem);
  return checked.checkpoint;
}
