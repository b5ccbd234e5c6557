/** At start: the file of this version, gone on with where it can be, else built from the log. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamName } from '../src/domain/ids.js';
import type { EventStore, LogHead } from '../src/event-store/port.js';
import { sqliteCode } from '../src/event-store/sqlite/sql-errors.js';
import { buildFile, buildFurther, removeFile, type Build, type BuildProgress } from './build-file.js';
import { compareFiles, snapshot, type TableDifferences } from './compare-files.js';
import type { ProjectorOptions } from './project-batch.js';
import { parkedStreamsIn } from './parking.js';
import { openFile, readCheckpoint, unusable, type Unusable } from './read-model-file.js';
import { finish } from './rebuild.js';
import { switchFiles } from './switch-files.js';
import { READ_MODEL_VERSION } from './views.js';

export interface BuiltAtStart {
  readonly reason: Unusable;
  /** Against the file of the version before, at its position; empty where there was none, or they agreed. */
  readonly differences: readonly TableDifferences[];
  /** Streams that were parked in the file of the version before. */
  readonly parkedBefore: readonly StreamName[];
}

export interface PrepareOptions {
  readonly folder: string;
  readonly store: EventStore;
  readonly projectorOptions: ProjectorOptions;
  readonly onProgress: ((progress: BuildProgress) => void) | undefined;
}

const BATCH = 5_000;

export const fileOf = (folder: string, version = READ_MODEL_VERSION): string => join(folder, `read-model-v${String(version)}.db`);

/** Answers the file's path, and why it had to be built, if it had. */
export async function prepareFile(
  options: PrepareOptions,
): Promise<{ readonly path: string; readonly built: BuiltAtStart | undefined }> {
  const { folder, store } = options;
  const path = fileOf(folder);
  const head = await store.head();
  removeFile(`${path}.building`);
  const reason = whyUnusable(path, head);
  if (reason === undefined) return { path, built: undefined };
  const old = reason === 'other schema' ? path : reason === 'missing' ? fileBefore(folder) : undefined;
  return { path, built: { reason, ...(await build(options, path, head, old)) } };
}

function whyUnusable(path: string, head: LogHead): Unusable | undefined {
  if (!existsSync(path)) return 'missing';
  const database = openIfDatabase(path);
  if (!database) return 'damaged';
  try {
    return unusable(database, head);
  } finally {
    database.close();
  }
}

function openIfDatabase(path: string): ReturnType<typeof openFile> | undefined {
  try {
    return openFile(path, 'live');
  } catch (error) {
    if (sqliteCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** Of the newest version before this one. */
function fileBefore(folder: string): string | undefined {
  const versions = readdirSync(folder).flatMap((name) => {
    const version = Number(/^read-model-v(\d+)\.db$/.exec(name)?.[1] ?? Number.NaN);
    return version < READ_MODEL_VERSION ? [version] : [];
  });
  return versions.length > 0 ? fileOf(folder, Math.max(...versions)) : undefined;
}

async function build(
  { store, projectorOptions, onProgress }: PrepareOptions,
  path: string,
  head: LogHead,
  oldPath: string | undefined,
): Promise<Omit<BuiltAtStart, 'reason'>> {
  const old = oldPath === undefined ? undefined : comparable(oldPath, head);
  const building: Build = {
    path: `${path}.building`,
    store,
    epoch: head.epoch,
    projector: projectorOptions,
    batch: BATCH,
    total: head.position,
    onProgress,
  };
  try {
    const renewed = await buildFile(building, old ? readCheckpoint(old).position : head.position);
    try {
      const differences = old ? await compareFiles(old, renewed.database) : [];
      const parkedBefore = old ? parkedStreamsIn(old) : [];
      await buildFurther(building, renewed, head.position);
      finish(renewed);
      old?.close();
      switchFiles(building.path, path);
      return { differences, parkedBefore };
    } finally {
      if (renewed.database.open) renewed.database.close();
    }
  } finally {
    if (old?.open === true) old.close();
  }
}

/** The old file where it tells of the same log; rows of another one agree with nothing. */
function comparable(path: string, head: LogHead): ReturnType<typeof snapshot> | undefined {
  let old: ReturnType<typeof snapshot> | undefined;
  try {
    old = snapshot(path);
    const { epoch, position } = readCheckpoint(old);
    if (epoch === head.epoch && position <= head.position) return old;
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
  }
  old?.close();
  return undefined;
}
