/**
 * The twelve kinds of tampering of issue 4, at 100 places each, and who finds them:
 *
 * | kind                                  | in the data folder                       | in an export |
 * | ------------------------------------- | ---------------------------------------- | ------------ |
 * | an event is edited                    | self-check                               | verifier     |
 * | dropped                               | self-check                               | verifier     |
 * | inserted                              | self-check                               | verifier     |
 * | two are swapped                       | self-check                               | verifier     |
 * | the tail is cut                       | self-check; with its checkpoints witness | verifier     |
 * | everything after an edit re-chained   | self-check; with its checkpoints witness | verifier     |
 * | the file is rolled back               | witness                                  | (old checkpoint) |
 * | the key is forged                     | self-check                               | verifier     |
 * | an old checkpoint stands for the last | witness                                  | verifier     |
 * | an event is moved to another stream   | self-check                               | verifier     |
 * | salts are swapped                     | self-check                               | verifier     |
 * | a row of the read model is edited,    | drift detector                           | –            |
 * | or put in for what the log never had  |                                          |              |
 *
 * In an export, the manifest is made anew to fit, and signed with the log's own key: the proofs find it, not the hash of a file.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import { fileOf } from '../../projections/prepare-file.js';
import { COMPARED, openViews } from '../../projections/views.js';
import { WriteBuffer } from '../../projections/write-buffer.js';
import { printCheckpoint } from '../../src/audit/checkpoint.js';
import { signNote } from '../../src/audit/signed-note.js';
import { openSqliteEventStore, type SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { TILE_WIDTH } from '../../src/audit/tiles.js';
import { Random } from '../../src/simulation/random.js';
import { exportAll } from '../support/export.js';
import { attackedLog, selfCheckOf, witnessOf, type AttackedLog } from './attacked-log.js';
import {
  copyRow,
  cutTail,
  drop,
  edit,
  editRow,
  forge,
  forgetCheckpoints,
  insert,
  move,
  reChain,
  swap,
  swapSalt,
} from './attacks.js';
import { appendExamples } from './examples-of-rows.js';
import { noteBefore, problemsAfter, problemsOf, replaced, swapped, type Lines } from './changed-export.js';
import { newKey } from './support.js';

const PLACES = 100;
let log: AttackedLog;
let folder: string;
beforeAll(async () => {
  log = await attackedLog();
  // More than a tile: there are hashes above the leaves too.
  expect(log.size).toBeGreaterThan(TILE_WIDTH);
  folder = join(log.untouched, 'export');
  mkdirSync(folder);
  const store = openSqliteEventStore({ folder: log.untouched, clock: Date.now, readOnly: true });
  await exportAll(store, folder, { keys: log.keys, logKeys: log.logKeys });
  await store.close();
}, 120_000);
afterAll(() => {
  log.close();
});

/** As many positions as places, the same in every run. */
function* places(kind: string): Generator<number> {
  const random = new Random(`tampering ${kind}`);
  for (let place = 0; place < PLACES; place += 1) yield random.whole(1, log.size);
}

/** At how many places the detector finds it. */
async function found(
  kind: string,
  work: (database: Database, at: number) => void,
  detector: typeof selfCheckOf,
): Promise<number> {
  let seen = 0;
  for (const at of places(kind)) {
    const attacked = log.attacked((database) => {
      work(database, at);
    });
    if ((await detector(log, attacked)) !== null) seen += 1;
    log.remove(attacked);
  }
  return seen;
}

describe('in the data folder, the self-check finds', () => {
  it.each<[string, (database: Database, at: number) => void]>([
    ['an edited event', edit],
    ['a dropped event', drop],
    ['an inserted event', insert],
    ['two swapped events', (database, at) => swap(database, at, at === 1 ? 2 : at - 1)],
    ['a tail that was cut off', cutTail],
    [
      'an edit after which everything was re-chained',
      (database, at) => {
        edit(database, at);
        reChain(database);
      },
    ],
    [
      'a forged key',
      (database, at) => {
        edit(database, at);
        reChain(database);
        forge(database, log.origin);
      },
    ],
    ['an event that was moved to another stream', move],
    ['swapped salts', swapSalt],
  ])(
    '%s, at every place',
    async (kind, work) => {
      expect(await found(kind, work, selfCheckOf)).toBe(PLACES);
    },
    120_000,
  );
});

describe('in the data folder, the witness finds', () => {
  it.each<[string, (database: Database, at: number) => void]>([
    [
      'a tail that was cut off with its checkpoints',
      (database, at) => {
        forgetCheckpoints(database, at);
        cutTail(database, at);
      },
    ],
    [
      'an edit after which everything was re-chained, without the checkpoints over it',
      (database, at) => {
        forgetCheckpoints(database, at);
        edit(database, at);
        reChain(database);
      },
    ],
    [
      'an old checkpoint that stands for the last, and an event edited behind it',
      (database, at) => {
        forgetCheckpoints(database, at);
        edit(database, Math.min(at + 1, log.size));
        reChain(database);
      },
    ],
  ])(
    '%s, at every place',
    async (kind, work) => {
      expect(await found(kind, work, witnessOf)).toBe(PLACES);
    },
    120_000,
  );

  it('a file that was rolled back, at every place: nothing in the folder could tell', async () => {
    const random = new Random('rolled back');
    const seen: (string | null)[] = [];
    const told: (string | null)[] = [];
    for (let place = 0; place < PLACES; place += 1) {
      const size = log.signed[random.whole(0, log.signed.length - 1)] ?? 0;
      const attacked = log.rolledBackTo(size === log.size ? (log.signed[0] ?? 0) : size);
      told.push(await selfCheckOf(log, attacked));
      seen.push(await witnessOf(log, attacked));
      log.remove(attacked);
    }
    expect(new Set(told)).toEqual(new Set([null]));
    expect(new Set(seen)).toEqual(new Set(['rollback']));
  }, 120_000);
});

describe('in the read model, the drift detector', () => {
  const inTable = Math.ceil(PLACES / COMPARED.length) * 2;
  let copy: string;
  let store: SqliteEventStore;
  let model: ReadModel;
  beforeAll(async () => {
    copy = log.attacked(() => undefined);
    store = openSqliteEventStore({ folder: copy, clock: Date.now });
    await store.useKeys(log.keys);
    await appendExamples(store);
    model = await openReadModel({ folder: join(copy, 'model'), store, clock: Date.now });
  });
  afterAll(async () => {
    await model.close();
    await store.close();
    log.remove(copy);
  });

  /** What a pass over the whole log and over all tables put right, by view. */
  async function repairedInAPass(): Promise<readonly string[]> {
    const repaired: string[] = [];
    for (let [log, tables] = [0, 0]; log < 1 || tables < 1;) {
      const step = await model.checkDrift(1_000);
      repaired.push(...step.repaired.map(({ view }) => view));
      if (step.next === 0) log += 1;
      if (step.nextPlace === undefined) tables += 1;
    }
    return repaired;
  }

  it('finds nothing in rows that nobody touched, of any table', async () => {
    expect(model.parkedStreams()).toEqual([]);
    expect(await repairedInAPass()).toEqual([]);
  });

  it.each(COMPARED)(
    'finds an edited row of $table, at every place, and puts it right',
    async (table) => {
      const random = new Random(`rows of ${table.table}`);
      for (let place = 0, tried = 0; place < inTable; tried += 1) {
        if (tried > 1_000) throw new Error('the table has no row to edit');
        if (!editRow(fileOf(join(copy, 'model')), table, random)) continue;
        place += 1;
        expect(await repairedInAPass()).not.toEqual([]);
        expect(await repairedInAPass()).toEqual([]);
      }
    },
    120_000,
  );

  it.each(COMPARED)(
    'finds a row that was put into $table for something that the log never had, at every place, and removes it',
    async ({ table, key }) => {
      const random = new Random(`ghosts in ${table}`);
      const file = fileOf(join(copy, 'model'));
      for (let place = 0; place < Math.ceil(PLACES / COMPARED.length); place += 1) {
        const before = rowsIn(file, table);
        copyRow(file, { table, key, owner: ownerIn(file, table) }, random);
        expect(rowsIn(file, table)).toBe(before + 1);
        expect(await repairedInAPass()).not.toEqual([]);
        expect(rowsIn(file, table)).toBe(before);
        expect(await repairedInAPass()).toEqual([]);
      }
    },
    120_000,
  );
});

function rowsIn(file: string, table: string): number {
  const database = new BetterSqlite3(file, { readonly: true });
  const { rows } = database.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get() ?? { rows: 0 };
  database.close();
  return rows;
}

/** The column that says whose a row is; undefined for a table that belongs to no thing. */
function ownerIn(file: string, table: string): string | undefined {
  const database = new BetterSqlite3(file, { readonly: true });
  const tables = openViews(database, new WriteBuffer(), 0).flatMap((view) => view.tables);
  database.close();
  return tables.find(({ name }) => name === table)?.owner;
}

it('finds nothing in the log that nobody touched', async () => {
  expect(await selfCheckOf(log, log.untouched)).toBeNull();
  expect(await witnessOf(log, log.untouched)).toBeNull();
  // Nor where only the triggers went and the hashes were made again: what is signed is what counts.
  const copy = log.attacked(reChain);
  expect([await selfCheckOf(log, copy), await witnessOf(log, copy)]).toEqual([null, null]);
  expect(await problemsOf(log, folder)).toEqual([]);
});

describe('in an export, the verifier finds', () => {
  it('nothing while nothing is changed, however the manifest was made', async () => {
    expect(await problemsAfter(log, folder, () => undefined)).toEqual([]);
  });

  it.each<[string, (lines: Lines, at: number, checkpoint: (note: string) => void) => void, readonly string[]]>([
    ['an edited event', ({ events }, at) => replaced(events, at, /"type":"(.)/, '"type":"x$1'), ['inclusion']],
    [
      'a dropped event',
      ({ events, proofs }, at) => {
        events.splice(at, 1);
        proofs.splice(at, 1);
      },
      ['gap'],
    ],
    [
      'an inserted event',
      ({ events, proofs }, at) => {
        events.splice(at, 0, events[at] ?? '');
        proofs.splice(at, 0, proofs[at] ?? '');
      },
      ['order'],
    ],
    [
      'two swapped events',
      ({ events, proofs }, at) => {
        const other = at === 0 ? 1 : at - 1;
        swapped(events, at, other);
        swapped(proofs, at, other);
      },
      ['order'],
    ],
    [
      'events that changed places in the log',
      ({ events }, at) => {
        const other = at === 0 ? 1 : at - 1;
        const index = (line: number): RegExp => new RegExp(`"logindex":${String(line)},`);
        swapped(events, at, other);
        replaced(events, at, index(other), `"logindex":${String(at)},`);
        replaced(events, other, index(at), `"logindex":${String(other)},`);
      },
      ['inclusion'],
    ],
    [
      'a tail that was cut off',
      ({ events, proofs }, at) => {
        events.splice(at);
        proofs.splice(at);
      },
      ['gap'],
    ],
    [
      'an old checkpoint',
      (_, at, checkpoint) => {
        checkpoint(noteBefore(log, at));
      },
      ['count', 'inclusion'],
    ],
    [
      'a forged key',
      (_, at, checkpoint) => {
        const root = Buffer.alloc(32, at);
        const forged = { origin: log.origin, size: log.size, rootHash: root, extensions: [] };
        checkpoint(signNote(printCheckpoint(forged), [newKey(log.origin)]));
      },
      ['checkpoint'],
    ],
    [
      'an event that was moved to another stream',
      ({ events }, at) => {
        replaced(events, at, /"subject":"([a-z]+)_[^"]*"/, '"subject":"$1_0"');
        replaced(events, at, /"stream":"([a-z]+)-[^"]*"/, '"stream":"$1-0"');
      },
      ['inclusion'],
    ],
    [
      'swapped salts',
      ({ texts }, at) => {
        const [one, other] = [at % texts.length, (at + 1) % texts.length];
        const [salt, otherSalt] = [one, other].map((line) => /"salt":"[^"]+"/.exec(texts[line] ?? '')?.[0] ?? '');
        replaced(texts, one, /"salt":"[^"]+"/, otherSalt ?? '');
        replaced(texts, other, /"salt":"[^"]+"/, salt ?? '');
      },
      ['text'],
    ],
  ])(
    '%s, at every place',
    async (kind, change, expected) => {
      for (const place of places(`export ${kind}`)) {
        const problems = await problemsAfter(log, folder, (lines, checkpoint) => change(lines, place - 1, checkpoint));
        expect({ place, problems }).toEqual({ place, problems: expect.arrayContaining([...expected]) });
      }
    },
    120_000,
  );
});
