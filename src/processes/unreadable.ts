import { EventNotStorable } from '../event-store/errors.js';

/**
 * Work that a node does by itself on one thing: left undone, and undefined, where an event of the thing cannot be read. The work on all
 * other things goes on. Nothing is hidden: the views have parked such a stream, and tell why; a program that can read it does the work.
 */
export async function unlessUnreadable<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof EventNotStorable) return undefined;
    throw error;
  }
}
