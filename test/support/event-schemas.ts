/** The schemas of `schema/events`, and what of an event does not fit them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { EventStore, EventToAppend } from '../../src/event-store/port.js';

export const SCHEMAS = 'schema/events';
const PARTS = join(SCHEMAS, 'parts');
const ID = 'kabinet:/schema/events/';

export const jsonFilesOf = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));

export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);
for (const file of [SCHEMAS, PARTS].flatMap(jsonFilesOf)) ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')) as object);

/** The schema `<name>.v<version>.json`. */
function schema(name: string, version: number): ValidateFunction {
  const file = `${name}.v${String(version)}.json`;
  const validate = existsSync(join(SCHEMAS, file)) ? ajv.getSchema(ID + file) : undefined;
  if (!validate) throw new Error(`there is no ${SCHEMAS}/${file}: see docs/events.md`);
  return validate;
}

function misfits(name: string, version: number, value: unknown): readonly string[] {
  const validate = schema(name, version);
  if (validate(value)) return [];
  const told = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  return [`${name} version ${String(version)}: ${told.join(', ')}`];
}

/** Empty where the data fits. */
export const dataMisfits = (type: string, version: number, data: unknown): readonly string[] => misfits(type, version, data);

export const metadataMisfits = (metadata: unknown): readonly string[] => misfits('EventMetadata', 1, metadata);

/** Of the bytes as they are stored. */
export const eventMisfits = ({ type, version, body, metadata }: EventToAppend): readonly string[] => [
  ...dataMisfits(type, version, JSON.parse(textOf(body))),
  ...metadataMisfits(JSON.parse(textOf(metadata))),
];

/** Nothing goes in that does not fit its schema. */
export const fittingSchemas = (store: EventStore): EventStore => ({
  append: (stream, expected, events, options) => {
    const found = events.flatMap(eventMisfits);
    if (found.length > 0) throw new Error(found.join('\n'));
    return store.append(stream, expected, events, options);
  },
  readStream: (stream, options) => store.readStream(stream, options),
  readAll: (options) => store.readAll(options),
  subscribe: (options) => store.subscribe(options),
  head: () => store.head(),
  close: () => store.close(),
});
