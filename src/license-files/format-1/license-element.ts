import { lastGroupOf, readActivationCode, type ActivationCode, type CodeReading } from '../../domain/activation-code.js';
import type { LicenseKind } from '../../domain/license-terms.js';
import type { Product } from '../../domain/product.js';
import type { UploadDetail } from '../../domain/upload.js';
import type { LicenseInFile, LicenseItem } from '../license-in-file.js';
import { MOST_TEXT_LETTERS } from '../limits.js';
import type { StartTag } from '../strict-xml.js';
import { readTerm, readUpdates } from './clocks.js';
import { Fields } from './fields.js';

export interface LicenseElement {
  readonly tag: StartTag;
  /** Its direct children, known or not. */
  readonly children: readonly StartTag[];
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A license that cannot be read is an item of its own: the rest of the file is read on. */
export function readLicenseElement(element: LicenseElement, number: number): LicenseItem {
  const typed = element.tag.attributes['code'];
  if (typed === undefined || typed.length > MOST_TEXT_LETTERS) {
    const { line, column } = element.tag;
    return {
      kind: 'bad',
      number,
      outcome: 'FILE_DAMAGED',
      detail: { rule: 'field', field: 'code', line, column },
      lastGroup: null,
    };
  }
  const reading = readActivationCode(typed);
  if (!reading.ok)
    return { kind: 'bad', number, outcome: 'CODE_MISTYPED', detail: codeDetail(reading), lastGroup: reading.lastGroup };
  const fields = new Fields();
  const license = readFields(element, reading.code, fields);
  if (license) return { kind: 'license', number, license };
  if (!fields.problem) throw new Error('a license was not read, and nothing says why');
  return { kind: 'bad', number, outcome: 'FILE_DAMAGED', detail: fields.problem, lastGroup: lastGroupOf(reading.code) };
}

const codeDetail = ({ wrongGroup }: Extract<CodeReading, { ok: false }>): UploadDetail =>
  wrongGroup === undefined ? { rule: 'codeShape' } : { rule: 'codeGroup', group: wrongGroup };

/** Undefined where `fields` has a problem. */
function readFields({ tag, children }: LicenseElement, code: ActivationCode, fields: Fields): LicenseInFile | undefined {
  const kind = readKind(tag, fields);
  const product = readProduct(tag, fields);
  const demo = fields.boolean(tag, 'demo', 'demo');
  if (kind === undefined || product === undefined || demo === undefined) return undefined;
  const only = onlyChildren(children, fields);
  const term = only && readTerm(only.term, tag, kind, fields);
  const updates = only && readUpdates(only.updates, kind, fields);
  const deviceCode = only?.device ? fields.requiredText(only.device, 'code', 'device.code') : null;
  const databaseGuid = only?.database ? readGuid(only.database, fields) : null;
  if (term === undefined || updates === undefined || deviceCode === undefined || databaseGuid === undefined) return undefined;
  return { code, kind, product, demo, term, updates, deviceCode, databaseGuid };
}

function readKind(tag: StartTag, fields: Fields): LicenseKind | undefined {
  const kind = tag.attributes['kind'];
  return kind === 'MAIN' || kind === 'CLOUD' ? kind : fields.wrong('kind', tag);
}

function readProduct(tag: StartTag, fields: Fields): Product | undefined {
  const name = fields.requiredText(tag, 'product', 'product');
  const level = fields.text(tag, 'level', 'level');
  const configuration = fields.text(tag, 'configuration', 'configuration');
  const sku = fields.text(tag, 'sku', 'sku');
  if (name === undefined || level === undefined || configuration === undefined || sku === undefined) return undefined;
  return { name, level, configuration, sku };
}

function readGuid(tag: StartTag, fields: Fields): string | undefined {
  const guid = (tag.attributes['id'] ?? '').trim().toLowerCase();
  return GUID.test(guid) ? guid : fields.wrong('database.id', tag);
}

const CHILDREN = ['term', 'updates', 'device', 'database'] as const;
type OnlyChildren = { readonly [Name in (typeof CHILDREN)[number]]?: StartTag };

/** Two of a kind contradict one another: neither is taken. */
function onlyChildren(children: readonly StartTag[], fields: Fields): OnlyChildren | undefined {
  const only: { -readonly [Name in keyof OnlyChildren]: StartTag } = {};
  for (const child of children) {
    const name = CHILDREN.find((known) => known === child.name);
    if (name === undefined) continue;
    if (only[name]) return fields.wrong(name, child);
    only[name] = child;
  }
  return only;
}
