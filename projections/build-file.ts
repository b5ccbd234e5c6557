/** A read model from the beginning of the log into a new file: large transactions, indexes last. */
import { rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore, StoredEvent } from '../src/event-store/port.js';
import { withoutStalls } from './faults.js';
import { Projector, type ProjectorOptions } from './project-batch.js';
import { createIndexesInTurns, createTables, openFile } from './read-model-file.js';

export interface BuildProgress {
  /** Position in the log reached, and to be reached. */
  readonly processed: number;
  readonly total: number;
}

export interface Build {
  readonly path: string;
  readonly store: EventStore;
  readonly epoch: string;
  readonly projector: ProjectorOptions;
  /** Events in one transaction: many where nobody is served meanwhile, few where the thread answers queries too. */
  readonly batch: number;
  /** Where the building will end, for the progress: it may go on after `upTo`. */
  readonly total: number;
  readonly onProgress: ((progress: BuildProgress) => void) | undefined;
}

const CACHED_KEYS = 50_000;

export function removeFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** Rows up to the position, then indexes. */
export async function buildFile(build: Build, upTo: number): Promise<Projector> {
  removeFile(build.path);
  const database = openFile(build.path, 'building');
  try {
    createTables(database, build.epoch);
    const projector = new Projector(database, {
      ...build.projector,
      faults: withoutStalls(build.projector.faults),
      cacheSize: CACHED_KEYS,
    });
    await buildFurther(build, projector, upTo);
    await createIndexesInTurns(database);
    return projector;
  } catch (error) {
    database.close();
    throw error;
  }
}

export async function buildFurther(
  { store, batch, total, onProgress }: Build,
  projector: Projector,
  upTo: number,
): Promise<void> {
  const { position } = projector.checkpoint;
  if (position >= upTo) return;
  let waiting: StoredEvent[] = [];
  const project = (): void => {
    projector.project(waiting, () => false);
    waiting = [];
    onProgress?.({ processed: projector.checkpoint.position, total: Math.max(total, upTo) });
  };
  for await (const page of store.readAll({ after: position, upTo })) {
    waiting.push(...page);
    if (waiting.length < batch) continue;
    project();
    await nextTurn();
  }
  if (waiting.length > 0) project();
}
