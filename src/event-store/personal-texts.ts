/** Personal texts between the domain, which has them in clear, and the log, which holds them sealed (domain.md, section 3, SubjectErased). */
import type { OpenPersonal, PersonalKeys, PersonalText, SealedText } from '../domain/personal.js';

/** How a sealed text begins wherever a body holds one. */
export const SEALED_MARK = '"commitment":"';

export type Sealed = SealedText & { readonly subject: string };

const isPersonal = (value: object): value is PersonalText =>
  'subject' in value && 'text' in value && Object.keys(value).length === 2;

const isSealed = (value: object): value is Sealed => 'subject' in value && 'cipher' in value && 'commitment' in value;

/** The same data with every personal text sealed; one that was erased stays without text. */
export function sealed(data: unknown, seal: PersonalKeys['seal']): unknown {
  return mapped(data, (value) => {
    if (!isPersonal(value)) return undefined;
    const { subject, text } = value;
    return text === null ? value : { subject, ...seal(subject, text) };
  });
}

/** The same data with every sealed text opened. */
export function opened(data: unknown, open: OpenPersonal): unknown {
  return mapped(data, (value) => {
    if (!isSealed(value)) return undefined;
    const { subject, key, cipher, commitment } = value;
    return { subject, text: open(subject, { key, cipher, commitment }) };
  });
}

/** Every sealed text of the data, as it is stored. */
export function sealedTexts(data: unknown): readonly Sealed[] {
  const found: Sealed[] = [];
  mapped(data, (value) => {
    if (isSealed(value)) found.push(value);
    return undefined;
  });
  return found;
}

function mapped(value: unknown, change: (value: object) => object | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const changed = change(value);
  if (changed) return changed;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, mapped(field, change)]));
}
