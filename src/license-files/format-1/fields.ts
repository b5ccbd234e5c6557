/** Attributes of one license, read strictly: the first one that is missing or wrong is told with its place. */
import { parseInstant, type Instant } from '../../domain/ids.js';
import type { UploadDetail } from '../../domain/upload.js';
import type { LicenseFileField } from '../license-in-file.js';
import { MOST_MONTHS, MOST_TEXT_LETTERS } from '../limits.js';
import type { StartTag } from '../strict-xml.js';

/** Undefined also beyond the year 9999: such an instant would not sort as text. */
export function instantOrUndefined(text: string | undefined): Instant | undefined {
  const instant = text === undefined ? undefined : parseInstant(text);
  return instant !== undefined && /^\d{4}-/.test(instant) ? instant : undefined;
}

export class Fields {
  private first: UploadDetail | undefined;

  /** The first thing that was wrong. */
  get problem(): UploadDetail | undefined {
    return this.first;
  }

  wrong(field: LicenseFileField, { line, column }: StartTag): undefined {
    this.first ??= { rule: 'field', field, line, column };
    return undefined;
  }

  /** Null where it is left out or blank. White space at the ends is dropped, as in what people type. */
  text(tag: StartTag, attribute: string, field: LicenseFileField): string | null | undefined {
    const text = tag.attributes[attribute]?.trim().normalize('NFC') ?? '';
    if (text.length > MOST_TEXT_LETTERS) return this.wrong(field, tag);
    return text === '' ? null : text;
  }

  requiredText(tag: StartTag, attribute: string, field: LicenseFileField): string | undefined {
    return this.text(tag, attribute, field) ?? this.wrong(field, tag);
  }

  /** As in XML Schema; left out it is false. */
  boolean(tag: StartTag, attribute: string, field: LicenseFileField): boolean | undefined {
    const text = tag.attributes[attribute];
    if (text === undefined || text === 'false' || text === '0') return false;
    return text === 'true' || text === '1' ? true : this.wrong(field, tag);
  }

  instant(tag: StartTag, attribute: string, field: LicenseFileField): Instant | undefined {
    return instantOrUndefined(tag.attributes[attribute]) ?? this.wrong(field, tag);
  }

  months(tag: StartTag, attribute: string, field: LicenseFileField): number | undefined {
    const text = tag.attributes[attribute] ?? '';
    const months = /^[1-9][0-9]{0,3}$/.test(text) ? Number(text) : 0;
    return months >= 1 && months <= MOST_MONTHS ? months : this.wrong(field, tag);
  }
}
