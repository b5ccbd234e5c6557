import {
  changeDatabaseExchange,
  deleteDatabase,
  installedVersion,
  registerDatabase,
  renameDatabase,
  reportDatabase,
  startDatabase,
  stopDatabase,
  type DatabaseEvent,
} from '../../src/domain/database.js';
import { personal } from '../../src/domain/personal.js';
import { SHOP, at, day, givenDatabase, registered } from './things.js';

const local = registered();
const cloud = registered({ kind: 'CLOUD' });
const exchange = registered({ kind: 'INTERNET_EXCHANGE' });
const stopped: DatabaseEvent = { type: 'DatabaseStopped', data: {} };
const started: DatabaseEvent = { type: 'DatabaseStarted', data: {} };
const deleted: DatabaseEvent = { type: 'DatabaseDeleted', data: {} };
const changed = (data: Extract<DatabaseEvent, { type: 'DatabaseFactsChanged' }>['data']): DatabaseEvent => ({
  type: 'DatabaseFactsChanged',
  data,
});

describe('a base', () => {
  it('is registered', () => {
    const { data } = registered() as Extract<DatabaseEvent, { type: 'DatabaseRegistered' }>;
    givenDatabase([])
      .when((database) => registerDatabase(database, data))
      .then([local]);
  });

  it('is registered once', () => {
    const { data } = registered() as Extract<DatabaseEvent, { type: 'DatabaseRegistered' }>;
    givenDatabase([local])
      .when((database) => registerDatabase(database, data))
      .thenRefused('ALREADY_DONE');
  });

  it('is renamed', () => {
    const name = personal(SHOP, 'Склад');
    givenDatabase([local])
      .when((database) => renameDatabase(database, name))
      .then([{ type: 'DatabaseRenamed', data: { name } }]);
  });

  it('is not renamed to the name it has', () => {
    givenDatabase([local])
      .when((database) => renameDatabase(database, personal(SHOP, 'Магазин')))
      .thenNothing();
  });

  it('is stopped', () => {
    givenDatabase([cloud]).when(stopDatabase).then([stopped]);
  });

  it('is not stopped twice', () => {
    givenDatabase([cloud, stopped]).when(stopDatabase).thenRefused('ALREADY_DONE');
  });

  it('is started again', () => {
    givenDatabase([cloud, stopped]).when(startDatabase).then([started]);
  });

  it('is not started while it runs', () => {
    givenDatabase([cloud, stopped, started]).when(startDatabase).thenRefused('ALREADY_DONE');
  });

  it('is deleted, stopped or not', () => {
    givenDatabase([cloud]).when(deleteDatabase).then([deleted]);
    givenDatabase([cloud, stopped]).when(deleteDatabase).then([deleted]);
  });

  it.each([
    [
      'renamed',
      (database: Parameters<typeof stopDatabase>[0]) => renameDatabase(database, personal(SHOP, 'Склад')),
      'DATABASE_DELETED',
    ],
    ['stopped', stopDatabase, 'DATABASE_DELETED'],
    ['started', startDatabase, 'DATABASE_DELETED'],
    [
      'moved to the exchange',
      (database: Parameters<typeof stopDatabase>[0]) => changeDatabaseExchange(database, 'INTERNET_EXCHANGE'),
      'DATABASE_DELETED',
    ],
    ['deleted', deleteDatabase, 'ALREADY_DONE'],
  ] as const)('is not %s after it was deleted', (_, decide, code) => {
    givenDatabase([local, deleted]).when(decide).thenRefused(code);
  });
});

describe('the kind of a base', () => {
  it('changes from local to Internet exchange and back', () => {
    givenDatabase([local])
      .when((database) => changeDatabaseExchange(database, 'INTERNET_EXCHANGE'))
      .then([{ type: 'DatabaseExchangeChanged', data: { kind: 'INTERNET_EXCHANGE' } }]);
    givenDatabase([exchange])
      .when((database) => changeDatabaseExchange(database, 'LOCAL'))
      .then([{ type: 'DatabaseExchangeChanged', data: { kind: 'LOCAL' } }]);
  });

  it('is the last one it was changed to', () => {
    givenDatabase([local, { type: 'DatabaseExchangeChanged', data: { kind: 'INTERNET_EXCHANGE' } }])
      .when((database) => changeDatabaseExchange(database, 'INTERNET_EXCHANGE'))
      .thenRefused('ALREADY_DONE', ['kind']);
  });

  it('never changes to cloud', () => {
    givenDatabase([local])
      .when((database) => changeDatabaseExchange(database, 'CLOUD'))
      .thenRefused('INVALID_INPUT', ['kind']);
  });

  it('never changes from cloud', () => {
    givenDatabase([cloud])
      .when((database) => changeDatabaseExchange(database, 'LOCAL'))
      .thenRefused('INVALID_INPUT', ['kind']);
  });
});

describe('a base’s report', () => {
  const known = registered({
    productName: 'Магазин 15',
    level: 'Базовая',
    serverVersion: '1.4',
    serverVersionReleasedAt: day('2026-01-01'),
  });

  it('of the same facts changes nothing', () => {
    givenDatabase([known])
      .when((database) => reportDatabase(database, { productName: 'Магазин 15', level: 'Базовая', serverVersion: '1.4' }))
      .thenNothing();
  });

  it('leaves what it does not mention as it is', () => {
    givenDatabase([known, changed({ level: 'Минимум' })])
      .when((database) => reportDatabase(database, { configuration: '1С:УТ 11' }))
      .then([changed({ configuration: '1С:УТ 11' })]);
  });

  it('of a new version without its release date forgets the old version’s date', () => {
    givenDatabase([known])
      .when((database) => reportDatabase(database, { serverVersion: '1.5' }))
      .then([changed({ serverVersion: '1.5', serverVersionReleasedAt: null })]);
  });

  it('of a new version with its release date keeps both', () => {
    givenDatabase([known])
      .when((database) => reportDatabase(database, { serverVersion: '1.5', serverVersionReleasedAt: day('2026-05-01') }))
      .then([changed({ serverVersion: '1.5', serverVersionReleasedAt: day('2026-05-01') })]);
  });

  it('may bring the release date of a known version later', () => {
    givenDatabase([registered({ serverVersion: '1.4' })])
      .when((database) => reportDatabase(database, { serverVersion: '1.4', serverVersionReleasedAt: day('2026-01-01') }))
      .then([changed({ serverVersionReleasedAt: day('2026-01-01') })]);
  });

  it('is a fact also after the base was stopped or deleted', () => {
    givenDatabase([known, stopped])
      .when((database) => reportDatabase(database, { level: 'Минимум' }))
      .then([changed({ level: 'Минимум' })]);
    givenDatabase([known, deleted])
      .when((database) => reportDatabase(database, { level: 'Минимум' }))
      .then([changed({ level: 'Минимум' })]);
  });
});

describe('the installed version', () => {
  const MARCH = day('2026-03-01');

  it('counts from its release date, which is certain', () => {
    givenDatabase([registered({ serverVersion: '1.4', serverVersionReleasedAt: MARCH })])
      .asked(installedVersion)
      .answers({ effectiveAt: MARCH, certain: true });
  });

  it('without a date counts from the first report after an older version, which is only likely', () => {
    givenDatabase([registered({ serverVersion: '1.4' }), at(MARCH, changed({ serverVersion: '1.5' }))])
      .asked(installedVersion)
      .answers({ effectiveAt: MARCH, certain: false });
  });

  it('is not known to be new where the base never reported an older one', () => {
    givenDatabase([registered(), at(MARCH, changed({ serverVersion: '1.5' }))])
      .asked(installedVersion)
      .answers({ effectiveAt: null, certain: false });
  });

  it('is not known to be new after going back to an older one', () => {
    givenDatabase([registered({ serverVersion: '1.5' }), at(MARCH, changed({ serverVersion: '1.4' }))])
      .asked(installedVersion)
      .answers({ effectiveAt: null, certain: false });
  });

  it('stays as old as it was while other facts change', () => {
    givenDatabase([
      registered({ serverVersion: '1.4' }),
      at(MARCH, changed({ serverVersion: '1.5' })),
      at(day('2026-04-01'), changed({ level: 'Минимум' })),
    ])
      .asked(installedVersion)
      .answers({ effectiveAt: MARCH, certain: false });
  });

  it('counts from its release date as soon as that is known', () => {
    givenDatabase([
      registered({ serverVersion: '1.4' }),
      at(MARCH, changed({ serverVersion: '1.5' })),
      at(day('2026-04-01'), changed({ serverVersionReleasedAt: day('2026-02-01') })),
    ])
      .asked(installedVersion)
      .answers({ effectiveAt: day('2026-02-01'), certain: true });
  });
});
