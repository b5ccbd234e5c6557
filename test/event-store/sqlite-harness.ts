import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import type { SqliteEventStore, SqliteEventStoreOptions } from '../../src/event-store/sqlite/sqlite-event-store.js';
import type { EventStore } from '../../src/event-store/port.js';
import { runChildScript } from '../support/child-process.js';
import type { Acknowledged, EventStoreHarness } from './contract.js';

export interface SqliteHarness extends EventStoreHarness {
  /** A new data folder; removed at the end. */
  newFolder(): string;
  openIn(folder: string, options?: Partial<SqliteEventStoreOptions>): SqliteEventStore;
  /** Puts a backup in place as the log of a new data folder, as an operator does. */
  restore(backup: string): string;
}

export function sqliteHarness(): SqliteHarness {
  const stores = new Map<EventStore, string>();
  const root = mkdtempSync(join(tmpdir(), 'kabinet store '));
  let folders = 0;

  const newFolder = (): string => {
    folders += 1;
    return join(root, `data ${String(folders)}`);
  };
  const openIn = (folder: string, options: Partial<SqliteEventStoreOptions> = {}): SqliteEventStore => {
    const store = openSqliteEventStore({ folder, clock: Date.now, ...options });
    stores.set(store, folder);
    return store;
  };
  return {
    positionsAreContiguous: true,
    newFolder,
    openIn,
    open: () => Promise.resolve(openIn(newFolder())),
    async reopen(store) {
      await store.close();
      return openIn(stores.get(store) ?? newFolder());
    },
    restore(backup) {
      const folder = newFolder();
      mkdirSync(folder);
      copyFileSync(backup, join(folder, 'events.db'));
      return folder;
    },
    async openAfterKilledWriter(acknowledgements) {
      const folder = newFolder();
      const writer = runChildScript('event-store/children/appends-until-killed.mjs', { args: [folder] });
      await writer.printed(acknowledgements);
      await writer.kill();
      return { store: openIn(folder), acknowledged: writer.lines.map((line) => JSON.parse(line) as Acknowledged) };
    },
    async dispose() {
      for (const store of stores.keys()) await store.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
