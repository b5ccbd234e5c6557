/** Which events of the server are the log's: those of the streams with our prefixes. The list is fixed, for the transparency log counts them. */
import { START, streamNameFilter, type Filter, type Position } from '@eventstore/db-client';
import { STREAM_KINDS } from '../../domain/ids.js';

const PREFIXES = STREAM_KINDS.map((kind) => `${kind}-`);

export const isOurStream = (stream: string): boolean => PREFIXES.some((prefix) => stream.startsWith(prefix));

/** The server looks, so that what is not ours does not travel. */
export const eventsOfOurs = (): Filter => streamNameFilter({ prefixes: PREFIXES, checkpointInterval: 1_000 });

/** Exclusive, for a subscription: `0` is the start. An event of ours is committed by its own record, so both positions are one. */
export const positionOf = (position: number): Position | typeof START =>
  position === 0 ? START : { commit: BigInt(position), prepare: BigInt(position) };
