/** What an event's proof is of (docs/decisions/0013, The leaf), held against what the page shows of the event. */
import { hexOf, utf8 } from './bytes.ts';
import { sha256 } from './merkle.ts';

/** The row of the stream that is verified, as it is seen there; read by another query than the proof. */
export interface ShownRow {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly position: string;
  readonly actor: { readonly id: string; readonly name: string | null; readonly role: string | null };
  readonly data: unknown;
}

export interface ShownEvent extends ShownRow {
  readonly stream: string;
  readonly revision: number;
  readonly version: number;
  readonly correlationId: string | null;
  readonly logIndex: number | null;
}

export interface Envelope {
  readonly text: string;
  /** Stored bytes as text; null where they are withheld. */
  readonly body: string | null;
  readonly metadata: string | null;
}

const LINES =
  /^kabinet-event\/v1\nstream (.+)\nrevision (\d+)\nid .+\ntype (.+)\nversion (\d+)\nrecorded-at (.+)\nbody-sha256 ([0-9a-f]{64})\nmetadata-sha256 ([0-9a-f]{64})\n$/;

export interface EnvelopeLines {
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  readonly version: string;
  readonly recordedAt: string;
  readonly bodyHash: string;
  readonly metadataHash: string;
}

/** Undefined for what is no envelope of an event. */
export function parseEnvelope(text: string): EnvelopeLines | undefined {
  const [, stream, revision, type, version, recordedAt, bodyHash, metadataHash] = LINES.exec(text) ?? [];
  if (!stream || !revision || !type || !version || !recordedAt || !bodyHash || !metadataHash) return undefined;
  return { stream, revision, type, version, recordedAt, bodyHash, metadataHash };
}

export const isHashOf = async (hash: string, text: string): Promise<boolean> => hexOf(await sha256(utf8(text))) === hash;

export const namesTheEvent = (lines: EnvelopeLines, event: ShownEvent): boolean =>
  event.id === `evt_${lines.stream}.${lines.revision}` &&
  lines.stream === event.stream &&
  lines.revision === String(event.revision) &&
  Number(lines.version) <= event.version &&
  lines.type === event.type &&
  lines.recordedAt === event.recordedAt;

/** Whether the row of the stream shows the very event whose proof was asked for. */
export const rowShows = (row: ShownRow, event: ShownEvent): boolean =>
  row.id === event.id &&
  row.type === event.type &&
  row.occurredAt === event.occurredAt &&
  row.recordedAt === event.recordedAt &&
  row.position === event.position &&
  row.actor.id === event.actor.id &&
  row.actor.name === event.actor.name &&
  row.actor.role === event.actor.role &&
  isEqual(row.data, event.data);

/** An older version is shown in the shape of today: nobody can hold the one against the other here. */
export const isShownAsStored = ({ version }: EnvelopeLines, event: ShownEvent): boolean => version === String(event.version);

/** Whether the page shows what is stored. */
export const showsTheBody = (body: string, event: ShownEvent): boolean => saysTheSame(parsed(body), event.data);

interface StoredMetadata {
  readonly occurredAt: string;
  readonly correlationId: unknown;
  readonly actorId: string;
  readonly role: string | null;
}

/** Undefined for what is no metadata of an event. */
export function metadataIn(text: string): StoredMetadata | undefined {
  const stored = parsed(text);
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { occurredAt, correlationId, actor } = stored as Readonly<Record<string, unknown>>;
  if (typeof occurredAt !== 'string' || typeof actor !== 'object' || actor === null) return undefined;
  const { id, role = null } = actor as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || (role !== null && typeof role !== 'string')) return undefined;
  return { occurredAt, correlationId, actorId: id, role };
}

export function showsTheMetadata(metadata: string, { occurredAt, correlationId, actor }: ShownEvent): boolean {
  const stored = metadataIn(metadata);
  return (
    stored?.occurredAt === occurredAt &&
    stored.correlationId === correlationId &&
    stored.actorId === actor.id &&
    stored.role === actor.role
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is sealed in the log, as codes and names are, is shown masked or in clear: the one cannot be held against the other. */
const isSealed = (value: object): boolean =>
  'sealed' in value || 'commitment' in value || ('subject' in value && 'text' in value);

const saysTheSame = (stored: unknown, shown: unknown): boolean => isEqual(stored, shown, isSealed);

/** `passed`: of the first, what may look otherwise in the second. */
function isEqual(stored: unknown, shown: unknown, passed: (value: object) => boolean = () => false): boolean {
  if (typeof stored !== 'object' || stored === null) return stored === shown;
  if (passed(stored)) return true;
  if (typeof shown !== 'object' || shown === null) return false;
  const names = new Set([...Object.keys(stored), ...Object.keys(shown)]);
  return [...names].every((name) =>
    isEqual((stored as Readonly<Record<string, unknown>>)[name], (shown as Readonly<Record<string, unknown>>)[name], passed),
  );
}
