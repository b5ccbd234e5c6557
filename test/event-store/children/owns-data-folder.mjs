/** Arguments: compiled sources, data folder. Owns the folder until it is killed; prints "owned", or the name and owner of a refusal. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , sources, folder] = process.argv;
const { acquireDataFolder } = await import(pathToFileURL(join(sources, 'src/event-store/sqlite/data-folder-lock.js')).href);
try {
  globalThis.lock = acquireDataFolder(folder);
  console.log('owned');
  setInterval(() => undefined, 60_000);
} catch (error) {
  console.log(`${error.name} ${error.ownerPid}`);
}
