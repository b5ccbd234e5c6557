/** The shape of a fact's input, checked before it is given to the service: JSON from a file may be anything. */
import { parseInstant } from '../../domain/ids.js';

export type Field =
  | 'text'
  | 'instant'
  | 'boolean'
  | 'number'
  | 'texts'
  | { readonly oneOf: readonly string[] }
  | { readonly shape: Shape }
  | { readonly listOf: Shape };

export interface Shape {
  readonly required: Readonly<Record<string, Field>>;
  readonly optional: Readonly<Record<string, Field>>;
}

export const shape = (required: Shape['required'], optional: Shape['optional'] = {}): Shape => ({ required, optional });

export type ShapeReading =
  | { readonly ok: true; readonly value: unknown }
  /** The field, outermost first. */
  | { readonly ok: false; readonly problem: 'missing' | 'unknown' | 'wrong'; readonly path: readonly string[] };

/** Instants come out as the log writes them. Fields that the shape does not name are refused: a slip of the pen must not go unseen. */
export function readShape(value: unknown, { required, optional }: Shape, path: readonly string[] = []): ShapeReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, problem: 'wrong', path };
  const given = value as Readonly<Record<string, unknown>>;
  const missing = Object.keys(required).find((name) => given[name] === undefined);
  if (missing !== undefined) return { ok: false, problem: 'missing', path: [...path, missing] };
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(given)) {
    const field = Object.hasOwn(required, name) ? required[name] : Object.hasOwn(optional, name) ? optional[name] : undefined;
    if (field === undefined) return { ok: false, problem: 'unknown', path: [...path, name] };
    const reading = readField(member, field, [...path, name]);
    if (!reading.ok) return reading;
    read[name] = reading.value;
  }
  return { ok: true, value: read };
}

function readField(value: unknown, field: Field, path: readonly string[]): ShapeReading {
  const when = (right: boolean): ShapeReading => (right ? { ok: true, value } : { ok: false, problem: 'wrong', path });
  switch (field) {
    case 'text':
      return when(typeof value === 'string');
    case 'boolean':
      return when(typeof value === 'boolean');
    case 'number':
      return when(Number.isSafeInteger(value));
    case 'texts':
      return when(Array.isArray(value) && value.every((member) => typeof member === 'string'));
    case 'instant': {
      const instant = typeof value === 'string' ? parseInstant(value) : undefined;
      return instant ? { ok: true, value: instant } : { ok: false, problem: 'wrong', path };
    }
  }
  if ('oneOf' in field) return when(typeof value === 'string' && field.oneOf.includes(value));
  if ('shape' in field) return readShape(value, field.shape, path);
  if (!Array.isArray(value)) return { ok: false, problem: 'wrong', path };
  const members: unknown[] = [];
  for (const [index, member] of value.entries()) {
    const reading = readShape(member, field.listOf, [...path, String(index)]);
    if (!reading.ok) return reading;
    members.push(reading.value);
  }
  return { ok: true, value: members };
}
