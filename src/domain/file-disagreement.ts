/** Where a license file disagrees with the log: the log stands, and the item says so (domain.md, section 3, FILE_DISAGREES). */
import type { LicenseState } from './license.js';
import { termEnd, updatesEnd, type LicenseKind, type Term, type Updates } from './license-terms.js';
import { foldText, type Product } from './product.js';

export interface StatedLicense {
  readonly kind: LicenseKind;
  readonly product: Product;
  readonly term: Term;
  readonly updates: Updates;
}

/** Names of the fields in which file and log differ. A clock's end that the log ever held is no difference: the file may be older. */
export function disagreeingFields(file: StatedLicense, state: LicenseState): readonly string[] {
  const fields: string[] = [];
  const differ = (field: string, inFile: string | null, inLog: string | null): void => {
    if (inFile !== null && inLog !== null && foldText(inFile) !== foldText(inLog)) fields.push(field);
  };
  differ('kind', file.kind, state.kind);
  differ('product', file.product.name, state.product.name);
  differ('level', file.product.level, state.product.level);
  differ('configuration', file.product.configuration, state.product.configuration);
  differ('sku', file.product.sku, state.product.sku);
  if (file.term.perpetual !== state.term.perpetual) fields.push('term');
  const [fileTermEnd, fileUpdatesEnd] = [termEnd(file.term), updatesEnd(file.updates)];
  if (fileTermEnd !== null && state.endsEver.term.size > 0 && !state.endsEver.term.has(fileTermEnd)) fields.push('term until');
  if (fileUpdatesEnd !== null && state.endsEver.updates.size > 0 && !state.endsEver.updates.has(fileUpdatesEnd))
    fields.push('updates until');
  return fields;
}
