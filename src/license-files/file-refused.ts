import type { FileFailure, FileOutcome, LicenseFileField, XmlProblem } from './license-in-file.js';

/** Counted from 1; the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Ends the reading of a file. Thrown only inside this room, because saxes calls back and reads on after an error unless its handler
 * throws; the room's public functions turn it into a value.
 */
export class FileRefused extends Error {
  constructor(readonly failure: FileFailure) {
    super(failure.outcome);
    this.name = 'FileRefused';
  }
}

export const xmlFailure = (outcome: FileOutcome, problem: XmlProblem, { line, column }: Place): FileFailure => ({
  outcome,
  detail: { rule: 'xml', line, column, problem },
});

export const fieldFailure = (outcome: FileOutcome, field: LicenseFileField, { line, column }: Place): FileFailure => ({
  outcome,
  detail: { rule: 'field', field, line, column },
});

export const tooLarge = (limit: number): FileFailure => ({ outcome: 'FILE_TOO_LARGE', detail: { rule: 'limit', limit } });
