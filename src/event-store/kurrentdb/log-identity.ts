/**
 * What names a log: two streams beside it, each of one event, which whoever comes first writes. They are none of the log's own, so a move takes
 * nothing of them along, and the transparency log counts none of them.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { NO_STREAM, type BinaryEventData, type ResolvedEvent } from '@eventstore/db-client';
import { EventLogDamaged } from '../errors.js';
import type { Connection } from './connection.js';
import { isStreamNotFound, isWrongExpectedRevision, ourError } from './server-errors.js';
import { within, type TimeLimits } from './time-limits.js';

export interface LogIdentity {
  /** Names one history of the log: eight hexadecimal digits. */
  readonly epoch: string;
  /** The name under which checkpoints are signed. */
  readonly origin: string;
}

interface IdentityOptions {
  readonly connection: Connection;
  readonly limits: TimeLimits;
}

const IDENTITY_STREAM = 'kabinet-log';
const KEY_MARK_STREAM = 'kabinet-key-mark';

/** Of the log, after naming one that has no name yet. */
export async function identityOf(options: IdentityOptions): Promise<LogIdentity> {
  const drawn: LogIdentity = { epoch: randomBytes(4).toString('hex'), origin: `kabinet/${randomBytes(8).toString('hex')}` };
  const text = await writtenFirst(options, IDENTITY_STREAM, 'LogNamed', JSON.stringify(drawn));
  const named: unknown = JSON.parse(text);
  if (typeof named === 'object' && named !== null && 'epoch' in named && 'origin' in named) {
    const { epoch, origin } = named;
    if (typeof epoch === 'string' && typeof origin === 'string') return { epoch, origin };
  }
  throw new EventLogDamaged(`the stream ${IDENTITY_STREAM} does not name the log`);
}

/** Of the look-up key that the log was written with; undefined where none was ever used. */
export async function keyMarkOf(options: IdentityOptions): Promise<Buffer | undefined> {
  const text = await firstOf(options, KEY_MARK_STREAM);
  return text === undefined ? undefined : Buffer.from(text, 'hex');
}

/** Whose mark stands there, after setting it where none does. */
export async function claimForKey(options: IdentityOptions, mark: Uint8Array): Promise<Buffer> {
  return Buffer.from(await writtenFirst(options, KEY_MARK_STREAM, 'LogClaimed', Buffer.from(mark).toString('hex')), 'hex');
}

async function writtenFirst(options: IdentityOptions, stream: string, type: string, text: string): Promise<string> {
  const there = await firstOf(options, stream);
  if (there !== undefined) return there;
  const event: BinaryEventData = {
    id: randomUUID(),
    type,
    contentType: 'application/octet-stream',
    data: Uint8Array.from(Buffer.from(text)),
    metadata: undefined,
  };
  try {
    const { connection, limits } = options;
    const append = connection.client.appendToStream(stream, event, {
      expectedRevision: NO_STREAM,
      credentials: connection.appendAs,
    });
    await within(limits.appendMs, append);
  } catch (error) {
    if (!isWrongExpectedRevision(error)) throw ourError(error);
  }
  const written = await firstOf(options, stream);
  if (written === undefined) throw new EventLogDamaged(`the stream ${stream} cannot be read`);
  return written;
}

async function firstOf({ connection, limits }: IdentityOptions, stream: string): Promise<string | undefined> {
  const read = async (): Promise<string | undefined> => {
    const events: AsyncIterable<ResolvedEvent> = connection.client.readStream(stream, { maxCount: 1, requiresLeader: true });
    let first: string | undefined;
    // Read to its end: a call that is left before stays open.
    for await (const { event } of events) first = event && Buffer.from(event.data as Uint8Array).toString('utf8');
    return first;
  };
  try {
    return await within(limits.readMs, read());
  } catch (error) {
    if (isStreamNotFound(error)) return undefined;
    throw ourError(error);
  }
}
