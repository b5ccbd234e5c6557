/** What the transparency log says of an event: the bytes of its leaf (docs/decisions/0013-transparency-log.md). */
import { hash } from 'node:crypto';
import { leafHash } from './merkle-tree.js';

/** An event as it is stored. Its place in the store's order is no part of it: a move to another store must not change the root. */
export interface SealedEvent {
  readonly stream: string;
  readonly revision: number;
  /** UUID in canonical text. */
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** As the log answers it: UTC, milliseconds, `Z`. */
  readonly recordedAt: string;
  readonly body: Uint8Array;
  readonly metadata: Uint8Array;
}

/** What is not shown: its hash stands in the leaf, and so the rest can be proven without it. Hexadecimal. */
export interface HashAlone {
  readonly sha256: string;
}

/** An event of which a part may be known by its hash alone. */
export interface EnvelopedEvent extends Omit<SealedEvent, 'body' | 'metadata'> {
  readonly body: Uint8Array | HashAlone;
  readonly metadata: Uint8Array | HashAlone;
}

export const isHashAlone = (part: Uint8Array | HashAlone): part is HashAlone => 'sha256' in part;

/** Of bytes, their hash alone. */
export const hashAlone = (part: Uint8Array | HashAlone): HashAlone =>
  isHashAlone(part) ? part : { sha256: hash('sha256', part, 'hex') };

export const ENVELOPE_VERSION = 'kabinet-event/v1';

/** A line break in a value could stand for another line, and half a surrogate pair has no bytes. */
const NOT_IN_A_LINE = /[\u0000-\u001f\u007f]|\p{Surrogate}/u;

export const fitsInALine = (value: string): boolean => !NOT_IN_A_LINE.test(value);

/** Nine lines. Throws for a stream or type that cannot stand in one: no name of ours has control characters. */
export function envelopeOf({ stream, revision, id, type, version, recordedAt, body, metadata }: EnvelopedEvent): string {
  if (!fitsInALine(stream) || !fitsInALine(type)) {
    throw new TypeError(`a stream and a type have no control characters: ${JSON.stringify([stream, type])}`);
  }
  return `${ENVELOPE_VERSION}
stream ${stream}
revision ${String(revision)}
id ${id}
type ${type}
version ${String(version)}
recorded-at ${recordedAt}
body-sha256 ${hashAlone(body).sha256}
metadata-sha256 ${hashAlone(metadata).sha256}
`;
}

export const eventLeafHash = (event: EnvelopedEvent): Buffer => leafHash(envelopeOf(event));
