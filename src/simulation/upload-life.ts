/** Main licenses come into the list by code or by file, with the slips that people make. */
import { formatCode } from '../domain/activation-code.js';
import type { UploadOutcome } from '../domain/upload.js';
import type { UploadResult } from '../processes/cabinet-service.js';
import { SimulationFault } from './hands.js';
import type { License } from './things.js';
import type { World } from './world.js';

export function uploadLicenses(world: World, licenses: readonly License[], by: 'CODE' | 'FILE'): void {
  if (licenses.length === 0) return;
  for (const license of licenses) license.uploaded = true;
  if (by === 'FILE') {
    world.do(async (hands) => expectOutcomes(await hands.uploadFile(licenses), []));
    return;
  }
  const slips: readonly Slip[] = world.random.chance(0.15) ? [world.random.pick(['mistyped', 'twice'])] : [];
  const cyrillic = world.random.chance(0.3);
  world.do(async (hands) => {
    const codes = licenses.map((license) => formatCode(hands.code(license)));
    const typed = cyrillic ? codes.map((code) => code.toLowerCase().replaceAll('0', 'О')) : codes;
    const [first = ''] = codes;
    const slipped = slips.map((slip) => (slip === 'twice' ? first : withWrongLetter(first)));
    const expected = slips.map((slip): UploadOutcome => (slip === 'twice' ? 'DUPLICATE_IN_REQUEST' : 'CODE_MISTYPED'));
    expectOutcomes(await hands.uploadCodes([...typed, ...slipped]), expected);
  });
}

type Slip = 'mistyped' | 'twice';

/** Any single wrong letter fails its group's check. */
export const withWrongLetter = (code: string): string => `${code.startsWith('7') ? '8' : '7'}${code.slice(1)}`;

function expectOutcomes(results: readonly UploadResult[], last: readonly UploadOutcome[]): void {
  results.forEach(({ outcome, index }) => {
    const expected = last[index - (results.length - last.length)] ?? 'ADDED';
    if (outcome !== expected && outcome !== 'ALREADY_IN_LIST')
      throw new SimulationFault(`upload item ${String(index)}: ${outcome}`);
  });
}
