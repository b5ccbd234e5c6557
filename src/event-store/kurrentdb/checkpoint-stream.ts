/** Where the nodes of one log share what was signed: a stream beside the log. */
import { createHash } from 'node:crypto';
import { BACKWARDS, END, NO_STREAM, type BinaryEventData } from '@eventstore/db-client';
import type { StoredCheckpoint } from '../../audit/checkpoint-store.js';
import { EventLogDamaged } from '../errors.js';
import type { Connection } from './connection.js';
import { isStreamNotFound, isWrongExpectedRevision, ourError } from './server-errors.js';
import { within, type TimeLimits } from './time-limits.js';

const STREAM = 'kabinet-checkpoints';

interface Shared extends StoredCheckpoint {
  readonly revision: bigint;
}

export class CheckpointStream {
  readonly #connection: Connection;
  readonly #limits: TimeLimits;

  constructor(connection: Connection, limits: TimeLimits) {
    this.#connection = connection;
    this.#limits = limits;
  }

  /** The newest; undefined before the first. */
  async last(): Promise<StoredCheckpoint | undefined> {
    return this.#last();
  }

  /** Adds it, unless one that covers as much is there: whoever signs, a log has one line of checkpoints that only grows. */
  async publish(checkpoint: StoredCheckpoint): Promise<void> {
    await this.#add(checkpoint, (last) => last.size >= checkpoint.size);
  }

  async replace(checkpoint: StoredCheckpoint): Promise<void> {
    await this.#add(checkpoint, (last) => last.note === checkpoint.note);
  }

  async #add(checkpoint: StoredCheckpoint, isEnough: (last: StoredCheckpoint) => boolean): Promise<void> {
    for (;;) {
      const last = await this.#last();
      if (last && isEnough(last)) return;
      try {
        await within(
          this.#limits.appendMs,
          this.#connection.client.appendToStream(STREAM, storedForm(checkpoint), {
            expectedRevision: last ? last.revision : NO_STREAM,
            credentials: this.#connection.appendAs,
          }),
        );
        return;
      } catch (error) {
        if (!isWrongExpectedRevision(error)) throw ourError(error);
      }
    }
  }

  async #last(): Promise<Shared | undefined> {
    const read = async (): Promise<Shared | undefined> => {
      const events = this.#connection.client.readStream(STREAM, {
        direction: BACKWARDS,
        fromRevision: END,
        maxCount: 1,
        requiresLeader: true,
      });
      let last: Shared | undefined;
      // Read to its end: a call that is left before stays open.
      for await (const { event } of events)
        last = event && { ...readStoredForm(event.data as Uint8Array), revision: event.revision };
      return last;
    };
    try {
      return await within(this.#limits.readMs, read());
    } catch (error) {
      if (isStreamNotFound(error)) return undefined;
      throw ourError(error);
    }
  }
}

/** Its id is its note's, so that a node that did not hear of its success adds it once. */
function storedForm(checkpoint: StoredCheckpoint): BinaryEventData {
  const digest = createHash('sha256').update(checkpoint.note).digest('hex');
  const id = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  return {
    id,
    type: 'CheckpointSigned',
    contentType: 'application/octet-stream',
    data: Uint8Array.from(Buffer.from(`kabinet-checkpoint/1\n${JSON.stringify(checkpoint)}`)),
    metadata: undefined,
  };
}

function readStoredForm(data: Uint8Array): StoredCheckpoint {
  const [, text = ''] = Buffer.from(data).toString('utf8').split('\n', 2);
  const read: unknown = JSON.parse(text);
  if (typeof read === 'object' && read !== null && 'size' in read && 'signedAt' in read && 'note' in read) {
    const { size, signedAt, note } = read;
    if (typeof size === 'number' && typeof signedAt === 'number' && typeof note === 'string') return { size, signedAt, note };
  }
  throw new EventLogDamaged(`the stream ${STREAM} holds something else than checkpoints`);
}
