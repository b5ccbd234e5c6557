/** Removes every file of read models from a data folder: of all versions, kept and half built ones. What they hold is built from the log again. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const READ_MODEL = /^read-model-v\d+\.db/;

export function forgetReadModels(folder: string): void {
  for (const name of readdirSync(folder)) if (READ_MODEL.test(name)) rmSync(join(folder, name), { force: true });
}
