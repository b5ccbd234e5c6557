import { millisOf, type StreamName } from '../domain/ids.js';
import type { AppendOptions, EventToAppend, ExpectedRevision } from './port.js';

/** Throws on what only a bug can ask for. Answers `recordedAt` in milliseconds since 1970. */
export function checkAppend(
  stream: StreamName,
  expected: ExpectedRevision,
  events: readonly EventToAppend[],
  { recordedAt }: AppendOptions,
): number | undefined {
  if (stream === '') throw new TypeError('a stream has a name');
  if (events.length === 0) throw new RangeError(`an append to ${stream} has no events`);
  if (expected !== 'none' && !(Number.isSafeInteger(expected) && expected >= 0))
    throw new RangeError(`an expected revision is 'none' or a whole number from 0, not ${String(expected)}`);
  if (new Set(events.map(({ id }) => id)).size !== events.length)
    throw new TypeError(`an append to ${stream} has one event id twice`);
  for (const { type, version } of events) {
    if (type === '') throw new TypeError('an event has a type');
    if (!Number.isSafeInteger(version) || version < 1)
      throw new RangeError(`an event's version is a whole number from 1, not ${String(version)}`);
  }
  const millis = recordedAt === undefined ? undefined : millisOf(recordedAt);
  if (Number.isNaN(millis)) throw new RangeError(`recordedAt is no instant: ${String(recordedAt)}`);
  return millis;
}

export function assertCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} is a whole number from 0, not ${String(value)}`);
}
