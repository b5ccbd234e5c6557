/** Writes license files of version 1: for the simulation, the demo and the examples. */
import { sign, type KeyObject } from 'node:crypto';
import { formatCode } from '../domain/activation-code.js';
import type { Instant } from '../domain/ids.js';
import type { Term, Updates } from '../domain/license-terms.js';
import { ROOT_ELEMENT, VERSION } from './format-1/format-1.js';
import { SIGNATURE_ALGORITHM, SIGNATURE_ELEMENT } from './format-1/signature-element.js';
import { isKeyName } from './key-name.js';
import type { LicenseInFile } from './license-in-file.js';
import { escapeAttribute } from './xml-escape.js';

export interface LicenseFileSigner {
  /** The name under which readers know the public key. */
  readonly name: string;
  /** Ed25519. */
  readonly privateKey: KeyObject;
}

export interface WriteLicenseFileOptions {
  readonly issuedAt: Instant;
  /** Left out: the file is unsigned, and every reader refuses it. */
  readonly sign?: LicenseFileSigner;
}

/**
 * Gives the file's text in parts. Whoever signs holds the text in memory until the end, as Ed25519 needs the message in one piece.
 * Throws RangeError for a text that XML cannot hold, and for a signer's name that no reader accepts.
 */
export async function* writeLicenseFile(
  licenses: Iterable<LicenseInFile> | AsyncIterable<LicenseInFile>,
  options: WriteLicenseFileOptions,
): AsyncGenerator<string, void> {
  const signer = options.sign;
  if (signer && !isKeyName(signer.name)) throw new RangeError(`${signer.name} cannot name a key`);
  const signed: Buffer[] = [];
  const part = (text: string): string => {
    if (signer) signed.push(Buffer.from(text, 'utf8'));
    return text;
  };
  yield part(
    `<?xml version="1.0" encoding="UTF-8"?>\n<${ROOT_ELEMENT}${attributes({ version: VERSION, issuedAt: options.issuedAt })}>\n`,
  );
  for await (const license of licenses) yield part(licenseElement(license));
  if (signer) {
    yield part('  ');
    const value = sign(null, Buffer.concat(signed), signer.privateKey).toString('base64');
    const signature = attributes({ algorithm: SIGNATURE_ALGORITHM, key: signer.name });
    yield `<${SIGNATURE_ELEMENT}${signature}>${value}</${SIGNATURE_ELEMENT}>\n`;
  }
  yield `</${ROOT_ELEMENT}>\n`;
}

function licenseElement(license: LicenseInFile): string {
  const { name, level, configuration, sku } = license.product;
  const own = attributes({
    code: formatCode(license.code),
    kind: license.kind,
    product: name,
    level,
    configuration,
    sku,
    demo: license.demo ? 'true' : null,
  });
  const children = [
    `<term${attributes(termAttributes(license.term))}/>`,
    license.updates && `<updates${attributes(updatesAttributes(license.updates))}/>`,
    license.deviceCode !== null && `<device${attributes({ code: license.deviceCode })}/>`,
    license.databaseGuid !== null && `<database${attributes({ id: license.databaseGuid })}/>`,
  ].filter((child) => typeof child === 'string');
  return `  <license${own}>\n${children.map((child) => `    ${child}\n`).join('')}  </license>\n`;
}

function termAttributes(term: Term): Readonly<Record<string, string>> {
  if (term.perpetual) return { perpetual: 'true' };
  return 'months' in term ? { months: String(term.months) } : { from: term.from, until: term.until };
}

const updatesAttributes = (updates: NonNullable<Updates>): Readonly<Record<string, string>> =>
  'months' in updates ? { months: String(updates.months) } : { until: updates.until };

/** Null ones are left out. */
const attributes = (values: Readonly<Record<string, string | null>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${escapeAttribute(value)}"`))
    .join('');
