/** Our own format, version 1 (schema/license-file.xsd). What it does not know is kept out, never guessed at. */
import type { Instant } from '../../domain/ids.js';
import type { FileSummary, LicenseFileAdapter, LicenseFileReading } from '../adapter.js';
import { fieldFailure, FileRefused, xmlFailure } from '../file-refused.js';
import type { LicenseItem } from '../license-in-file.js';
import type { EndTag, StartTag } from '../strict-xml.js';
import { instantOrUndefined } from './fields.js';
import { readLicenseElement, type LicenseElement } from './license-element.js';
import { SignatureElement } from './signature-element.js';

export const ROOT_ELEMENT = 'licenseFile';
export const VERSION = '1';

/** How much of an unknown version is told on. */
const MOST_VERSION_LETTERS = 40;

export const formatOne: LicenseFileAdapter = {
  rootElement: ROOT_ELEMENT,
  begin(root, found) {
    const version = root.attributes['version'] ?? '';
    if (version !== VERSION) {
      const detail = { rule: 'version', version: version.slice(0, MOST_VERSION_LETTERS) } as const;
      throw new FileRefused({ outcome: 'FILE_VERSION_UNKNOWN', detail });
    }
    const issuedAt = instantOrUndefined(root.attributes['issuedAt']);
    if (issuedAt === undefined) throw new FileRefused(fieldFailure('FILE_DAMAGED', 'issuedAt', root));
    return new FormatOneReading(root, issuedAt, found);
  },
};

class FormatOneReading implements LicenseFileReading {
  private readonly signature = new SignatureElement();
  private licenses = 0;
  private license: { readonly tag: StartTag; readonly children: LicenseElement['children'][number][] } | undefined;

  constructor(
    private readonly root: StartTag,
    private readonly issuedAt: Instant,
    private readonly found: (item: LicenseItem) => void,
  ) {}

  open(tag: StartTag): void {
    this.signature.open(tag);
    if (tag.depth === 2 && tag.name === 'license') this.license = { tag, children: [] };
    else if (tag.depth === 3) this.license?.children.push(tag);
  }

  close({ depth }: EndTag): void {
    this.signature.close(depth);
    if (depth !== 2 || !this.license) return;
    const element = this.license;
    this.license = undefined;
    this.licenses++;
    this.found(readLicenseElement(element, this.licenses));
  }

  text(text: string, depth: number): void {
    this.signature.text(text, depth);
  }

  instruction(): void {
    this.signature.instruction();
  }

  summary(): FileSummary {
    if (this.licenses === 0) throw new FileRefused(xmlFailure('FILE_NOT_A_LICENSE', 'noLicenses', this.root));
    return { issuedAt: this.issuedAt, licenses: this.licenses, signature: this.signature.result() };
  }
}
