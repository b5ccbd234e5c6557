/**
 * A rebuild beside the file that is served, and the switch: built to where the served file stands, compared with it row by row, brought up
 * to what was projected meanwhile, and put in its place.
 */
import type { EventStore } from '../src/event-store/port.js';
import { buildFile, buildFurther, type Build, type BuildProgress } from './build-file.js';
import { compareFiles, snapshot, type TableDifferences } from './compare-files.js';
import type { Projector, ProjectorOptions } from './project-batch.js';
import { readCheckpoint } from './read-model-file.js';
import { switchFiles } from './switch-files.js';
import { moreEventsBehind } from './stretches.js';
import type { Turns } from './turns.js';

export interface RebuildResult {
  readonly position: number;
  /** Where the rows that were served differ from those built now, at the same position. Empty: they agreed. */
  readonly differences: readonly TableDifferences[];
}

export interface Rebuild {
  readonly path: string;
  readonly store: EventStore;
  readonly projectorOptions: ProjectorOptions;
  readonly served: () => Projector;
  readonly turns: Turns;
  /** Opens the file under its name again, after the switch. */
  readonly reopen: () => void;
  readonly onProgress: ((progress: BuildProgress) => void) | undefined;
}

/** Events: few enough to be projected while the runner waits. */
const LAST_STRETCH = 2_000;
const BATCH = 1_000;

export async function rebuildBeside(rebuild: Rebuild): Promise<RebuildResult> {
  const { path, store, served, turns, onProgress } = rebuild;
  const { epoch, position } = served().checkpoint;
  const build: Build = {
    path: `${path}.building`,
    store,
    epoch,
    projector: rebuild.projectorOptions,
    batch: BATCH,
    total: position,
    onProgress,
  };
  const renewed = await buildFile(build, position);
  try {
    const differences = await compareAtOnePosition(build, renewed, path);
    while (moreEventsBehind(served().database, renewed.checkpoint.position, LAST_STRETCH)) {
      await buildFurther(build, renewed, served().checkpoint.position);
    }
    await turns.take(async () => {
      await buildFurther(build, renewed, served().checkpoint.position);
      finish(renewed);
      served().database.close();
      switchFiles(build.path, path);
      rebuild.reopen();
    });
    return { position: served().checkpoint.position, differences };
  } finally {
    if (renewed.database.open) renewed.database.close();
  }
}

async function compareAtOnePosition(build: Build, renewed: Projector, path: string): Promise<readonly TableDifferences[]> {
  const old = snapshot(path);
  try {
    await buildFurther(build, renewed, readCheckpoint(old).position);
    const built = snapshot(build.path);
    try {
      return await compareFiles(old, built);
    } finally {
      built.close();
    }
  } finally {
    old.close();
  }
}

/** All of it in the one file, so that it can be moved. */
export function finish(projector: Projector): void {
  projector.database.pragma('wal_checkpoint(TRUNCATE)');
  projector.database.close();
}
