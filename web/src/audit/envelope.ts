/** What an event's proof is of (docs/decisions/0013, The leaf), held against what the page shows of the event. */
import { hexOf, utf8 } from './bytes.ts';
import { sha256 } from './merkle.ts';

export interface ShownEvent {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly occurredAt: string;
  readonly correlationId: string | null;
  readonly actor: { readonly id: string };
  readonly data: unknown;
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
  lines.stream === event.stream &&
  lines.revision === String(event.revision) &&
  lines.type === event.type &&
  lines.recordedAt === event.recordedAt;

/** Whether the page shows what is stored. Of an older version, which is shown in the shape of today, nobody can tell here. */
export const showsTheBody = (body: string, { version }: EnvelopeLines, event: ShownEvent): boolean =>
  version !== String(event.version) || saysTheSame(parsed(body), event.data);

export function showsTheMetadata(metadata: string, event: ShownEvent): boolean {
  const stored = parsed(metadata);
  if (typeof stored !== 'object' || stored === null) return false;
  const { occurredAt, correlationId, actor } = stored as Readonly<Record<string, unknown>>;
  const actorId = typeof actor === 'object' && actor !== null && 'id' in actor ? actor.id : null;
  return occurredAt === event.occurredAt && correlationId === event.correlationId && actorId === event.actor.id;
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

function saysTheSame(stored: unknown, shown: unknown): boolean {
  if (typeof stored !== 'object' || stored === null) return stored === shown;
  if (isSealed(stored)) return true;
  if (typeof shown !== 'object' || shown === null) return false;
  const names = new Set([...Object.keys(stored), ...Object.keys(shown)]);
  return [...names].every((name) =>
    saysTheSame((stored as Readonly<Record<string, unknown>>)[name], (shown as Readonly<Record<string, unknown>>)[name]),
  );
}
