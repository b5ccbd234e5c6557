/** Whoever does something in the cabinet: the calls of people, bases and the vendor, and the ids and codes of the simulation's things. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { databaseIdOf, deviceIdOf, licenseIdOf } from '../commands/identity.js';
import type { Outcome } from '../commands/outcome.js';
import { newRequest } from '../commands/request.js';
import { licenseOf } from '../commands/streams.js';
import { codeFromFreeLetters, formatCode, lastGroupOf, type ActivationCode } from '../domain/activation-code.js';
import type { Actor } from '../domain/events.js';
import { instantOf, type AccountId, type DatabaseId, type DeviceId, type LicenseId } from '../domain/ids.js';
import { issueLicense, renewLicense, replaceLicense } from '../domain/license-decisions.js';
import { personal } from '../domain/personal.js';
import { refuse, type Decision, type Refusal } from '../domain/refusal.js';
import type { Keys } from '../keys/keys.js';
import { writeLicenseFile } from '../license-files/writer.js';
import type { CabinetService, IssueLicenseItem, UploadResult } from '../processes/cabinet-service.js';
import { MEMBER_NAME, OWNER_NAME, VENDOR_NAME } from './names.js';
import { isPerpetual, type Base, type Device, type License } from './things.js';
import { TIME_ZONE } from './world.js';

/** A deed that was refused although the plan says it can be done: the plan and the rules disagree, which is a bug. */
export class SimulationFault extends Error {
  override readonly name = 'SimulationFault';
}

export interface Simulated {
  readonly accountId: AccountId;
  readonly accountName: string;
  readonly seed: string;
  readonly keys: Keys;
}

export class Hands {
  readonly owner: Call;
  readonly member: Call;
  readonly vendor: Call;

  constructor(
    readonly simulated: Simulated,
    readonly service: CabinetService,
    readonly deps: CommandDeps,
    readonly correlationId: string,
  ) {
    const { accountId } = simulated;
    this.owner = this.#call({ role: 'OWNER', id: `owner@${accountId}`, name: personal(`owner@${accountId}`, OWNER_NAME) });
    this.member = this.#call({ role: 'MEMBER', id: `member@${accountId}`, name: personal(`member@${accountId}`, MEMBER_NAME) });
    this.vendor = this.#call({ role: 'VENDOR', id: 'vendor@kabinet', name: personal('vendor@kabinet', VENDOR_NAME) });
  }

  gateway(base: DatabaseId): Call {
    return this.#call({ role: 'GATEWAY', id: `gateway@${base}`, name: null }, base);
  }

  databaseId(guid: string): DatabaseId {
    return databaseIdOf(this.simulated.keys, this.simulated.accountId, guid);
  }

  deviceId(code: string): DeviceId {
    return deviceIdOf(this.simulated.keys, this.simulated.accountId, code);
  }

  /** From the look-up key too: nobody who knows the seed alone knows the codes. */
  code(license: License): ActivationCode {
    const { keys, seed, accountId } = this.simulated;
    const bytes = keys.lookUp.hash('simulated code', seed, accountId, String(license.number));
    return codeFromFreeLetters([...bytes.subarray(0, 20)].map((byte) => byte & 31));
  }

  licenseId(license: License): LicenseId {
    return licenseIdOf(this.simulated.keys, this.code(license));
  }

  issue(licenses: readonly License[]): Promise<unknown> {
    const items = licenses.map((license): IssueLicenseItem => ({ code: this.code(license), ...issueItem(license) }));
    return done(this.service.issueLicenses(this.vendor, { accountId: this.simulated.accountId, items }));
  }

  /** Renewals by order come with orders: here the vendor renews directly, by the same decision. */
  renew(license: License): Promise<void> {
    const clock = isPerpetual(license) ? 'UPDATES' : 'TERM';
    return this.#changeLicense(license, 'renew', (state, now) =>
      state ? renewLicense(state, { clock, months: license.months, now, timeZone: TIME_ZONE }) : refuse('NOT_FOUND'),
    );
  }

  /** A transition license: issued with what it replaces, and then the old one is replaced. */
  async replace(old: License, successor: License): Promise<void> {
    const code = this.code(successor);
    const sealed = { ...this.simulated.keys.codes.seal(code), lastGroup: lastGroupOf(code) };
    const { kind, product, demo, months } = successor;
    await this.#changeLicense(successor, 'issue', (state) =>
      issueLicense(state, {
        by: 'VENDOR',
        accountId: this.simulated.accountId,
        code: sealed,
        kind,
        product,
        demo,
        term: isPerpetual(successor) ? { perpetual: true } : { perpetual: false, months },
        updates: isPerpetual(successor) ? { months } : null,
        replaces: this.licenseId(old),
      }),
    );
    await this.#changeLicense(old, 'replace', (state) =>
      state ? replaceLicense(state, this.licenseId(successor)) : refuse('NOT_FOUND'),
    );
  }

  /** As the vendor sent them at the sale. */
  async uploadFile(licenses: readonly License[]): Promise<readonly UploadResult[]> {
    const { privateKey, keyId } = this.simulated.keys.licenseFileSigning();
    const folder = await mkdtemp(join(tmpdir(), 'kabinet-simulation-'));
    try {
      const path = join(folder, 'licenses.xml');
      const contents = licenses.map((license) => ({
        code: this.code(license),
        kind: license.kind,
        product: license.product,
        demo: license.demo,
        term: isPerpetual(license) ? ({ perpetual: true } as const) : ({ perpetual: false, months: license.months } as const),
        updates: isPerpetual(license) ? { months: license.months } : null,
        deviceCode: license.device?.code ?? null,
        databaseGuid: license.lastBase?.guid ?? null,
      }));
      const issuedAt = this.deps.now();
      await writeFile(path, writeLicenseFile(contents, { issuedAt, sign: { name: keyId, privateKey } }), { mode: 0o600 });
      const { accountId } = this.simulated;
      const files = [{ name: 'Лицензии.xml', path }];
      return (await done(this.service.uploadLicenseFiles(this.member, { accountId, files }))).results;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async uploadCodes(codes: readonly string[]): Promise<readonly UploadResult[]> {
    const { accountId } = this.simulated;
    return (await done(this.service.addLicensesByCode(this.member, { accountId, codes }))).results;
  }

  async #changeLicense(
    license: License,
    step: string,
    decide: (
      state: Parameters<typeof issueLicense>[0],
      now: ReturnType<CommandDeps['now']>,
    ) => Decision<never> | ReturnType<typeof issueLicense>,
  ): Promise<void> {
    const request = newRequest(this.deps, this.vendor);
    const changed = await change(this.deps, request, licenseOf(this.licenseId(license)), { account: null, step }, (state) =>
      decide(state, request.instant),
    );
    if (!changed.ok) throw new SimulationFault(`${step}: ${told([changed.refusal])}`);
  }

  #call(actor: Actor, onlyDatabase: DatabaseId | null = null): Call {
    const { accountId } = this.simulated;
    const own = actor.role === 'VENDOR' ? null : accountId;
    const asker = { actor, reaches: (account: AccountId) => own === null || account === own, ownAccount: own, onlyDatabase };
    return { asker, correlationId: this.correlationId, idempotencyKey: null };
  }
}

const issueItem = (license: License): Omit<IssueLicenseItem, 'code'> => ({
  kind: license.kind,
  product: license.product,
  perpetual: isPerpetual(license),
  demo: license.demo,
  months: license.months,
});

/** The value of what was done. Notes count as refusals: the plan leads to none but where it says so. */
export async function done<Value>(outcome: Promise<Outcome<Value>>, notesExpected = false): Promise<Value> {
  const settled = await outcome;
  if (!settled.ok) throw new SimulationFault(told(settled.refusals));
  if (settled.notes.length > 0 && !notesExpected) throw new SimulationFault(told(settled.notes));
  return settled.value;
}

const told = (refusals: readonly Refusal[]): string =>
  refusals.map(({ code, path }) => `${code}${path.length > 0 ? ` (${path.join('.')})` : ''}`).join(', ');

export interface Report {
  readonly base: Pick<Base, 'guid'>;
  readonly device: Pick<Device, 'code' | 'name' | 'model' | 'serialNumber'>;
  readonly clientVersion: string | undefined;
  /** Undefined: it says nothing of a license. Null: it runs on none. */
  readonly license?: License | null;
  readonly connected?: boolean;
  /** How far the device's clock is off, in ms. */
  readonly clockOffByMs?: number;
}

/** A report of a device, as its base sends it on. */
export function sendReport(hands: Hands, report: Report): Promise<unknown> {
  const databaseId = hands.databaseId(report.base.guid);
  const { code: deviceCode, name, model, serialNumber } = report.device;
  const { clientVersion, license, connected, clockOffByMs } = report;
  const outcome = hands.service.reportDevice(hands.gateway(databaseId), {
    databaseId,
    deviceCode,
    name,
    model: model.name,
    os: model.os,
    serialNumber,
    ...(clientVersion === undefined ? {} : { clientVersion }),
    ...(connected === undefined ? {} : { connected }),
    ...(license === undefined ? {} : { activationCode: license === null ? '' : formatCode(hands.code(license)) }),
    ...(clockOffByMs === undefined ? {} : { deviceTime: instantOf(Date.parse(hands.deps.now()) + clockOffByMs) }),
  });
  return done(outcome);
}
