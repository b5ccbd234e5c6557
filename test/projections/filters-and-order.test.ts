import fc from 'fast-check';
import type {
  CursorKey,
  DeviceFilter,
  DeviceSortField,
  LicenseFilter,
  LicenseSortField,
  Page,
  PageRequest,
  Sort,
} from '../../projections/queries.js';
import { evolveDatabase, type DatabaseState } from '../../src/domain/database.js';
import type { DeviceMode } from '../../src/domain/device-mode.js';
import type { RecordedEvent } from '../../src/domain/events.js';
import type { DatabaseId, DeviceId, Instant } from '../../src/domain/ids.js';
import {
  naiveDeviceFits,
  naiveDevicesInOrder,
  naiveLicenseFits,
  naiveLicensesInOrder,
  naiveMode,
  type UpdatedAt,
} from '../support/naive-filter.js';
import { naiveCabinet, naiveList, naiveStatus, type NaiveDevice } from '../support/naive-list.js';
import { ACCOUNTS, fleetSteps, randomFleet } from '../support/random-fleet.js';
import { projected } from './support.js';

const instants = ['2024-02-01', '2024-06-15', '2024-12-01', '2025-06-01', '2026-01-01'].map(
  (date) => `${date}T00:00:00.000Z` as Instant,
);
const instant = fc.constantFrom(...instants);
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 3 });

/** Leaves out what is undefined, as a caller would. */
const without = <T extends object>(record: { [Key in keyof T]: T[Key] | undefined }): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const record = <T extends object>(parts: { [Key in keyof T]-?: fc.Arbitrary<T[Key] | undefined> }): fc.Arbitrary<T> =>
  fc.record<Record<string, unknown>>(parts as Record<string, fc.Arbitrary<unknown>>).map((made) => without<T>(made as T));

const choiceOf = <T>(value: fc.Arbitrary<T>) => {
  const some = fc.array(value, { maxLength: 3 });
  return fc.oneof(
    value.map((eq) => ({ eq })),
    value.map((ne) => ({ ne })),
    some.map((values) => ({ in: values })),
    some.map((notIn) => ({ notIn })),
  );
};
const idOf = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    choiceOf(value),
    fc.boolean().map((isNull) => ({ isNull })),
  );
const text = fc.constantFrom('Магазин 15', 'магазин', 'ЁЛКА', 'елка 15', 'базовая', '15', '%', '_', '', 'касса', 'ONE', 'mc3300');
const textOf = fc.oneof(
  choiceOf(text),
  text.map((startsWith) => ({ startsWith })),
  text.map((contains) => ({ contains })),
);
const timeOf = fc.oneof(
  instant.map((lt) => ({ lt })),
  instant.map((lte) => ({ lte })),
  instant.map((gt) => ({ gt })),
  instant.map((gte) => ({ gte })),
  fc.boolean().map((isNull) => ({ isNull })),
);
const status = fc.constantFrom(
  'FREE' as const,
  'ACTIVATED' as const,
  'EXPIRED' as const,
  'REPLACED' as const,
  'WITHDRAWN' as const,
);
const mode = fc.constantFrom('FULL' as const, 'FULL_WITH_NOTICE' as const, 'DEMO' as const, 'CLIENT_REFUSED' as const);
const database = fc.constantFrom(...['db_0', 'db_1', 'db_2'].map((id) => id as DatabaseId));
const device = fc.constantFrom(...['dev_one0', 'dev_one1', 'dev_two2'].map((id) => id as DeviceId));

const { licenseFilter } = fc.letrec<{ licenseFilter: LicenseFilter }>((tie) => ({
  licenseFilter: record<Omit<LicenseFilter, 'orderId' | 'licenseId'>>({
    status: optional(choiceOf(status)),
    kind: optional(choiceOf(fc.constantFrom('CLOUD' as const, 'MAIN' as const))),
    productName: optional(textOf),
    level: optional(textOf),
    termUntil: optional(timeOf),
    updatesUntil: optional(timeOf),
    databaseId: optional(idOf(database)),
    deviceId: optional(idOf(device)),
    search: optional(text),
    and: fc.option(fc.array(tie('licenseFilter'), { maxLength: 2 }), { nil: undefined, freq: 1, maxDepth: 2 }),
    or: fc.option(fc.array(tie('licenseFilter'), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 1, maxDepth: 2 }),
    not: fc.option(tie('licenseFilter'), { nil: undefined, freq: 1, maxDepth: 2 }),
  }),
}));

const { deviceFilter } = fc.letrec<{ deviceFilter: DeviceFilter }>((tie) => ({
  deviceFilter: record<DeviceFilter>({
    databaseId: optional(idOf(database)),
    mode: optional(choiceOf(mode)),
    hasLicense: optional(fc.boolean()),
    search: optional(text),
    and: fc.option(fc.array(tie('deviceFilter'), { maxLength: 2 }), { nil: undefined, freq: 1, maxDepth: 2 }),
    or: fc.option(fc.array(tie('deviceFilter'), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 1, maxDepth: 2 }),
    not: fc.option(tie('deviceFilter'), { nil: undefined, freq: 1, maxDepth: 2 }),
  }),
}));

const order = <Field extends string>(fields: readonly Field[]): fc.Arbitrary<readonly Sort<Field>[]> =>
  fc.uniqueArray(fc.record({ field: fc.constantFrom(...fields), direction: fc.constantFrom('ASC' as const, 'DESC' as const) }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ field }) => field,
  });
const licenseOrder = order<LicenseSortField>(['LISTED_AT', 'TERM_UNTIL', 'UPDATES_UNTIL', 'PRODUCT', 'STATUS', 'DEVICE_NAME']);
const deviceOrder = order<DeviceSortField>(['NAME', 'CODE', 'CONNECTED_AT', 'LAST_REPORTED_AT', 'MODE']);

/** The whole list, read in pages from either end. */
function inPages<Row extends { readonly id: string }>(
  read: (page: PageRequest) => Page<Row>,
  limit: number,
  direction: PageRequest['direction'],
): string[] {
  const ids: string[] = [];
  let from: CursorKey | undefined;
  for (;;) {
    const page = read({ limit, direction, ...(from && { from }) });
    const own = page.rows.map(({ id }) => id);
    if (direction === 'forwards') ids.push(...own);
    else ids.unshift(...own);
    from = direction === 'forwards' ? page.cursors.at(-1) : page.cursors[0];
    if (!page.more) return ids;
  }
}

/** The domain's own fold tells when a base was updated from an older version. */
function updatedAt(log: readonly RecordedEvent[]): UpdatedAt {
  const states = new Map<string, DatabaseState>();
  for (const event of log) {
    if (!event.stream.startsWith('database-')) continue;
    const id = event.stream.replace('database-', 'db_');
    states.set(id, evolveDatabase(states.get(id), event as Parameters<typeof evolveDatabase>[1], event.metadata.occurredAt));
  }
  return (id) => states.get(id)?.updatedFromOlderAt ?? null;
}

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

describe('filters, orders and pages', () => {
  it('of licenses give what plain code gives, forwards and backwards, now and as of any moment', async () => {
    await fc.assert(
      fc.asyncProperty(
        fleetSteps(70),
        fc.array(fc.tuple(licenseFilter, licenseOrder, instant, fc.nat(100), fc.integer({ min: 1, max: 4 })), {
          minLength: 8,
          maxLength: 8,
        }),
        async (steps, questions) => {
          await projected(randomFleet(steps), async ({ model, events }) => {
            const log = await events();
            for (const [where, orderBy, at, share, limit] of questions) {
              const position = share > 60 ? log.length : Math.floor((log.length * share) / 60);
              const cabinet = naiveCabinet(log.slice(0, position));
              const moment = { position, at };
              for (const account of ACCOUNTS) {
                const fitting = naiveList(cabinet, account).filter((license) => naiveLicenseFits(cabinet, license, where, at));
                const wanted = ids(naiveLicensesInOrder(cabinet, fitting, orderBy, at));
                const read = (page: PageRequest) => model.queries.licenses(moment, account, { where, orderBy, ...page });
                expect(ids(read({ limit: 1_000, direction: 'forwards' }).rows)).toEqual(wanted);
                expect(inPages(read, limit, 'forwards')).toEqual(wanted);
                expect(inPages(read, limit, 'backwards')).toEqual(wanted);
                expect(model.queries.countLicenses(moment, account, where)).toBe(wanted.length);
                const summary = model.queries.licenseSummary(moment, account);
                const all = naiveList(cabinet, account);
                expect(summary.total).toBe(all.length);
                expect(summary.byStatus.get('EXPIRED')).toBe(
                  all.filter((license) => naiveStatus(license, at) === 'EXPIRED').length,
                );
              }
            }
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of devices give what plain code gives, their mode by the domain’s table', async () => {
    await fc.assert(
      fc.asyncProperty(
        fleetSteps(70),
        fc.array(fc.tuple(deviceFilter, deviceOrder, instant, fc.nat(100), fc.integer({ min: 1, max: 4 })), {
          minLength: 8,
          maxLength: 8,
        }),
        async (steps, questions) => {
          await projected(randomFleet(steps), async ({ model, events }) => {
            const log = await events();
            for (const [where, orderBy, at, share, limit] of questions) {
              const position = share > 60 ? log.length : Math.floor((log.length * share) / 60);
              const prefix = log.slice(0, position);
              const cabinet = naiveCabinet(prefix);
              const updated = updatedAt(prefix);
              const modeOf = (of: NaiveDevice): DeviceMode | null => naiveMode(cabinet, of, at, updated)?.mode ?? null;
              const moment = { position, at };
              const devices = [...cabinet.devices.values()];
              const modes = model.queries.deviceModes(moment, ids(devices) as DeviceId[]);
              expect(new Map(modes)).toEqual(
                new Map(devices.flatMap((of) => (of.databaseId === null ? [] : [[of.id, naiveMode(cabinet, of, at, updated)]]))),
              );
              for (const account of ACCOUNTS) {
                const fitting = devices.filter((of) => of.accountId === account && naiveDeviceFits(cabinet, of, where, modeOf));
                const wanted = ids(naiveDevicesInOrder(fitting, orderBy, modeOf));
                const read = (page: PageRequest) => model.queries.devices(moment, account, { where, orderBy, ...page });
                expect(ids(read({ limit: 1_000, direction: 'forwards' }).rows)).toEqual(wanted);
                expect(inPages(read, limit, 'forwards')).toEqual(wanted);
                expect(inPages(read, limit, 'backwards')).toEqual(wanted);
                expect(model.queries.countDevices(moment, account, where)).toBe(wanted.length);
              }
            }
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});
