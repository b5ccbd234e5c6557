/**
 * Cursors: opaque text that holds where a page ends, and at which moment it was read, so that no row changes its status, comes or goes
 * between two pages (architecture.md, "Consistency that a front end can see").
 */
import { createHash } from 'node:crypto';
import { parseInstant } from '../../domain/ids.js';
import type { CursorKey } from '../../../projections/queries.js';
import type { ReadMoment } from '../read/read-view.js';

const VERSION = 1;
const LONGEST_CURSOR = 4_000;

export interface Cursor {
  readonly at: ReadMoment;
  /** Of which field, thing and order. */
  readonly list: string;
  readonly key: CursorKey;
}

/** Names a list: its field, what it hangs on, its order. A cursor serves no other. */
export const listName = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);

export function writeCursor({ at, list, key }: Cursor): string {
  const fields = [VERSION, at.epoch, at.moment.position, at.moment.at, at.past ? 1 : 0, list, ...key];
  return Buffer.from(JSON.stringify(fields), 'utf8').toString('base64url');
}

/** Undefined for text that is no cursor of ours. */
export function readCursor(text: string): Cursor | undefined {
  if (text.length > LONGEST_CURSOR || !/^[\w-]+$/.test(text)) return undefined;
  const fields = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(fields)) return undefined;
  const [version, epoch, position, time, past, list, ...key] = fields as readonly unknown[];
  const at = typeof time === 'string' ? parseInstant(time) : undefined;
  if (version !== VERSION || typeof epoch !== 'string' || typeof list !== 'string' || at === undefined) return undefined;
  if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 0 || !isKey(key)) return undefined;
  return { at: { moment: { position, at }, epoch, past: past === 1 }, list, key };
}

const isKey = (key: readonly unknown[]): key is CursorKey =>
  key.length > 0 &&
  key.every((part) => part === null || typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part)));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
