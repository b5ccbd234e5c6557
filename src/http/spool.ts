/** Files of an upload on disk while they are worked on: for their owner alone, and gone when the upload has ended. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface SpooledFile {
  /** As the client called it; shown, never used as a path. */
  readonly name: string;
  readonly path: string;
}

export interface SpooledUpload {
  readonly files: readonly SpooledFile[];
  add(name: string, content: Readable): Promise<void>;
  /** Idempotent. */
  remove(): Promise<void>;
}

export interface Spool {
  begin(): Promise<SpooledUpload>;
  /** The same for texts that came in one piece, by a mutation. */
  texts(files: readonly { readonly name: string; readonly xml: string }[]): Promise<SpooledUpload>;
}

/** Makes the folder, and clears what a killed process left in it: call it as the owner of the data folder, before the server listens. */
export async function openSpool(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });

  const begin = async (): Promise<SpooledUpload> => {
    const own = join(folder, randomUUID());
    await mkdir(own, { mode: 0o700 });
    const files: SpooledFile[] = [];
    return {
      files,
      async add(name, content) {
        const path = join(own, String(files.length));
        await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
        files.push({ name, path });
      },
      remove: () => rm(own, { recursive: true, force: true }),
    };
  };

  return {
    begin,
    async texts(texts) {
      const upload = await begin();
      try {
        for (const { name, xml } of texts) await upload.add(name, Readable.from([Buffer.from(xml, 'utf8')]));
        return upload;
      } catch (error) {
        await upload.remove();
        throw error;
      }
    },
  };
}
