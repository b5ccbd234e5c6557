/** What a cause is called and what it means, for every code (domain.md, section 5). */
import type { CauseCode } from '../../../diagnosis/cause.js';
import { CAUSES_OF_CODES } from './causes-of-codes.js';
import { CAUSES_OF_DEVICES } from './causes-of-devices.js';
import { CAUSES_OF_TERMS } from './causes-of-terms.js';
import { CAUSES_OF_THE_CABINET } from './causes-of-the-cabinet.js';
import type { CauseText } from './wording.js';

export const CAUSES: Readonly<Record<CauseCode, CauseText>> = {
  ...CAUSES_OF_CODES,
  ...CAUSES_OF_DEVICES,
  ...CAUSES_OF_TERMS,
  ...CAUSES_OF_THE_CABINET,
};
