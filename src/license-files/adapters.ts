import type { LicenseFileAdapter } from './adapter.js';
import { formatOne } from './format-1/format-1.js';

/** Every format that Kabinet reads. */
const ADAPTERS: readonly LicenseFileAdapter[] = [formatOne];

export const adapterFor = (rootElement: string): LicenseFileAdapter | undefined =>
  ADAPTERS.find((adapter) => adapter.rootElement === rootElement);
