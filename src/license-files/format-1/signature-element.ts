/**
 * The signature covers every byte before its own `<`. So it must be the root's last child, and the only one of that name anywhere: what
 * could stand behind it, or pass for it, would be unsigned.
 */
import type { FileSignature } from '../adapter.js';
import { fieldFailure, FileRefused, xmlFailure, type Place } from '../file-refused.js';
import { isKeyName } from '../key-name.js';
import type { LicenseFileField, XmlProblem } from '../license-in-file.js';
import type { StartTag } from '../strict-xml.js';

export const SIGNATURE_ELEMENT = 'signature';
export const SIGNATURE_ALGORITHM = 'Ed25519';
const SIGNATURE_BYTES = 64;

export class SignatureElement {
  private tag: StartTag | undefined;
  private signedBytes = 0;
  private inside = false;
  private content = '';

  open(tag: StartTag): void {
    if (this.inside) this.refuse('signatureNotText', tag);
    if (tag.name !== SIGNATURE_ELEMENT) {
      if (this.tag) this.refuse('signatureNotLast', this.tag);
      return;
    }
    if (this.tag) this.refuse('signatureTwice', tag);
    if (tag.depth !== 2) this.refuse('signatureNested', tag);
    this.tag = tag;
    this.signedBytes = tag.byteOffset();
    this.inside = true;
  }

  close(depth: number): void {
    if (depth === 2) this.inside = false;
  }

  text(text: string, depth: number): void {
    if (!this.tag || depth === 0) return;
    if (this.inside) this.content += text;
    else if (text.trim() !== '') this.refuse('signatureNotLast', this.tag);
  }

  instruction(): void {
    if (this.tag) this.refuse(this.inside ? 'signatureNotText' : 'signatureNotLast', this.tag);
  }

  /** @throws FileRefused where there is none, or none that could be verified. */
  result(): FileSignature {
    const { tag } = this;
    if (!tag) throw new FileRefused({ outcome: 'FILE_SIGNATURE_MISSING', detail: null });
    if (tag.attributes['algorithm'] !== SIGNATURE_ALGORITHM) invalidField('signature.algorithm', tag);
    const keyName = tag.attributes['key'] ?? '';
    if (!isKeyName(keyName)) invalidField('signature.key', tag);
    const base64 = this.content.replace(/[\t\n\r ]/g, '');
    const value = Buffer.from(base64, 'base64');
    if (value.length !== SIGNATURE_BYTES || value.toString('base64') !== base64) invalidField('signature', tag);
    return { keyName, value, signedBytes: this.signedBytes, line: tag.line, column: tag.column };
  }

  private refuse(problem: XmlProblem, place: Place): never {
    throw new FileRefused(xmlFailure('FILE_SIGNATURE_WRONG', problem, place));
  }
}

function invalidField(field: LicenseFileField, tag: StartTag): never {
  throw new FileRefused(fieldFailure('FILE_SIGNATURE_WRONG', field, tag));
}
