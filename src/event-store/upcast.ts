/**
 * Older versions of events, read as the present one (issue 4, point 7; docs/events.md). The log is never rewritten: what was stored stays
 * as it is, and its data is brought up each time it is read, one version at a time.
 */
import type { EventType } from '../domain/events.js';
import { EventNotStorable } from './errors.js';

/** The data of an event, as JSON gave it. */
export type EventData = Readonly<Record<string, unknown>>;

/** From the data of one version to that of the next. Pure: the same data gives the same, for ever, and nothing else is looked at. */
export type Upcaster = (data: EventData) => EventData;

/** Of every type that has more than one version: the step from 1 to 2, from 2 to 3, and so on. */
export type Upcasters = Readonly<Record<string, readonly Upcaster[]>>;

export const UPCASTERS: Partial<Readonly<Record<EventType, readonly Upcaster[]>>> = {};

/** Throws EventNotStorable for a type or version that is not known, or data that the steps cannot take. */
export type Upcast = (stored: StoredVersion, data: unknown) => unknown;

interface StoredVersion {
  readonly type: string;
  readonly version: number;
}

/** `versions`: of every type, the one that is written now. Throws RangeError where a step between two versions is missing or left over. */
export function upcasting(versions: Readonly<Record<string, number>>, upcasters: Upcasters): Upcast {
  for (const [type, version] of Object.entries(versions)) {
    const steps = upcasters[type]?.length ?? 0;
    if (steps !== version - 1)
      throw new RangeError(`${type} has version ${String(version)}, so ${String(version - 1)} upcasters, not ${String(steps)}`);
  }
  const stray = Object.keys(upcasters).find((type) => !Object.hasOwn(versions, type));
  if (stray !== undefined) throw new RangeError(`upcasters of ${stray}, which is no event`);

  return (stored, data) => {
    const newest = Object.hasOwn(versions, stored.type) ? versions[stored.type] : undefined;
    if (stored.version === newest) return data;
    if (newest === undefined || stored.version > newest || stored.version < 1)
      throw new EventNotStorable(`${named(stored)}: ${whyUnknown(stored.version, newest)}`);
    const steps = upcasters[stored.type]?.slice(stored.version - 1) ?? [];
    try {
      return steps.reduce((older, step) => step(older), data as EventData);
    } catch (error) {
      throw new EventNotStorable(`${named(stored)}: its data cannot be read as version ${String(newest)}`, { cause: error });
    }
  };
}

const named = ({ type, version }: StoredVersion): string => `${type} version ${String(version)}`;

function whyUnknown(version: number, newest: number | undefined): string {
  if (newest === undefined) return 'this program does not know such events: it is older than the log, or they are not ours';
  if (version < 1) return 'versions are counted from 1';
  return `this program is older than the log: it knows these events up to version ${String(newest)}`;
}
