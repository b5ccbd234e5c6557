import type { CodeReading } from '../domain/activation-code.js';
import { refusal, type Refusal } from '../domain/refusal.js';

/** CODE_MISTYPED, with the group that fails its check where one can be named. */
export const mistyped = (reading: Extract<CodeReading, { ok: false }>, path: readonly string[]): Refusal =>
  refusal(
    'CODE_MISTYPED',
    path,
    reading.wrongGroup === undefined ? { rule: 'codeShape' } : { rule: 'codeGroup', group: reading.wrongGroup },
  );
