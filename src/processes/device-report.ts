/**
 * `reportDevice`: a report is a fact, never refused for a business reason (domain.md, section 2, fact 7). The device's facts are always
 * kept; then, for the code it says it runs on, an activation follows, or a note says why none did.
 */
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { plainMemory, withRequest } from '../commands/idempotency.js';
import { deviceIdOf, licenseIdOf } from '../commands/identity.js';
import { pastInstant, requiredKey, requiredText, texts } from '../commands/input.js';
import { done, refused, type Outcome } from '../commands/outcome.js';
import { reachDatabase } from '../commands/reach.js';
import { followingFrom, type CommandRequest } from '../commands/request.js';
import { deviceOf, licenseOf, load } from '../commands/streams.js';
import { lastGroupOf, readActivationCode } from '../domain/activation-code.js';
import { reportDevice as decideReport, type DeviceReport } from '../domain/device-decisions.js';
import type { DeviceState, ReportedLicense } from '../domain/device.js';
import { millisOf, type AccountId, type DeviceId, type Instant, type LicenseId } from '../domain/ids.js';
import { personal } from '../domain/personal.js';
import { refusal, type Refusal } from '../domain/refusal.js';
import { activate } from './activation.js';
import type { Activation } from './activation-request.js';
import type { ReportDeviceInput } from './cabinet-service.js';
import { mistyped } from './code-refusal.js';
import type { Guesses } from './guesses.js';
import { timeZoneOf } from './license-activation.js';

const OPTIONAL_TEXTS = ['model', 'os', 'clientVersion', 'serverVersion', 'serialNumber'] as const;

type Answer = Outcome<{ readonly deviceId: DeviceId | null }>;

export function reportDevice(deps: CommandDeps, guesses: Guesses, call: Call, input: ReportDeviceInput): Promise<Answer> {
  return withRequest<{ readonly deviceId: DeviceId | null }>(
    deps,
    call,
    'reportDevice',
    input,
    plainMemory(),
    async (request) => {
      const database = await reachDatabase(deps.store, call.asker, input.databaseId);
      if (!database.ok) return refused(database.refusal);
      const happened = pastInstant(input.occurredAt, request.instant, ['occurredAt']);
      if (!happened.ok) return refused(happened.refusal);
      const code = requiredKey(input.deviceCode, ['deviceCode'], 100);
      if (!code.ok) return refused(code.refusal);
      const name = requiredText(input.name, ['name']);
      if (!name.ok) return refused(name.refusal);
      const facts = texts(input, OPTIONAL_TEXTS);
      if (!facts.ok) return refused(facts.refusal);

      const { accountId, kind } = database.state;
      const deviceId = deviceIdOf(deps.keys, accountId, code.value);
      const reported = await reportedLicense(deps, guesses, call, { accountId, deviceId, typed: input.activationCode });
      const report: DeviceReport = {
        accountId,
        databaseId: database.id,
        databaseKind: kind,
        code: code.value,
        connected: input.connected ?? true,
        name: personal(deviceId, name.value),
        serialNumber: facts.value.serialNumber ?? undefined,
        model: facts.value.model ?? undefined,
        os: facts.value.os ?? undefined,
        clientVersion: facts.value.clientVersion ?? undefined,
        serverVersion: facts.value.serverVersion ?? undefined,
        reportedLicense: reported.ok ? reported.license : undefined,
        clockOffsetMs: clockOffset(input.deviceTime, input.occurredAt ?? request.instant),
        at: happened.value,
      };
      const context = { account: accountId, step: 'report', occurredAt: happened.value };
      const kept = await change(deps, request, deviceOf(deviceId), context, (state) => decideReport(state, report));
      if (!kept.ok) return refused(kept.refusal);
      const answered = { deviceId: kept.state ? deviceId : null };
      if (!report.connected || !kept.state) return done(answered, kept.position, reported.ok ? [] : [reported.refusal]);
      if (!reported.ok) return done(answered, kept.position, [reported.refusal]);
      if (!reported.license) return done(answered, kept.position);
      const activatedAt = happened.value;
      const base = { accountId, deviceId, databaseId: database.id, how: 'REPORTED', activatedAt } as const;
      const followed = await followReport(deps, followingFrom(request, kept), kept.state, {
        ...base,
        licenseId: reported.license.licenseId,
      });
      return done(answered, Math.max(kept.position ?? 0, followed.position ?? 0), followed.note ? [followed.note] : []);
    },
  );
}

type Reported =
  { readonly ok: true; readonly license: ReportedLicense | null | undefined } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Undefined: the report says nothing of a license. Null: it runs on none. A mistyped code is a note, and no fact; nor is a wrong one of a
 * viewer who has guessed too often, so that no diagnosis of the device tells more than the report.
 */
async function reportedLicense(
  deps: CommandDeps,
  guesses: Guesses,
  { asker }: Call,
  {
    accountId,
    deviceId,
    typed,
  }: { readonly accountId: AccountId; readonly deviceId: DeviceId; readonly typed: string | undefined },
): Promise<Reported> {
  if (typed === undefined) return { ok: true, license: undefined };
  if (typed.trim() === '') return { ok: true, license: null };
  const reading = readActivationCode(typed);
  if (!reading.ok) return { ok: false, refusal: mistyped(reading, ['activationCode']) };
  const licenseId = licenseIdOf(deps.keys, reading.code);
  if (await isGuess(deps, licenseId, accountId, deviceId)) {
    const viewer = asker.actor.id;
    if (guesses.remaining(viewer) === 0) {
      return { ok: false, refusal: refusal('NOT_PERMITTED', ['activationCode'], { rule: 'tooManyTries' }) };
    }
    guesses.recordMiss(viewer);
  }
  return { ok: true, license: { licenseId, lastGroup: lastGroupOf(reading.code) } };
}

/** A code that is unknown, or claimed elsewhere, and that the device did not report before: a device repeats itself all day. */
async function isGuess({ store }: CommandDeps, license: LicenseId, account: AccountId, device: DeviceId): Promise<boolean> {
  const { state } = await load(store, licenseOf(license));
  if (state && (state.holder === null || state.holder === account)) return false;
  const reporting = await load(store, deviceOf(device));
  return reporting.state?.reportedLicense?.licenseId !== license;
}

/** Compared with `occurredAt` where given, else with the time of arrival: a late report is no skew. */
const clockOffset = (deviceTime: Instant | undefined, comparedWith: Instant): number | undefined =>
  deviceTime === undefined ? undefined : millisOf(deviceTime) - millisOf(comparedWith);

interface Followed {
  readonly position: number | null;
  readonly note: Refusal | undefined;
}

async function followReport(
  deps: CommandDeps,
  request: CommandRequest,
  device: DeviceState,
  activation: Omit<Activation, 'timeZone'>,
): Promise<Followed> {
  const nothing: Followed = { position: null, note: undefined };
  const note = (refused: Refusal): Followed => ({ position: null, note: { ...refused, path: ['activationCode'] } });
  const { state: license, position } = await load(deps.store, licenseOf(activation.licenseId));
  if (!license) return note(refusal('CODE_UNKNOWN'));
  if (license.holder !== null && license.holder !== activation.accountId) return note(refusal('CLAIMED_ELSEWHERE'));
  if (license.device?.deviceId === activation.deviceId) return { position, note: undefined };
  // Activated on another device of this account, or not taken back after its unlink: nothing follows, and the diagnosis tells both.
  if (license.device !== null || device.notTakenBack.has(activation.licenseId)) return nothing;
  const result = await activate(deps, request, { ...activation, timeZone: await timeZoneOf(deps, activation.accountId) });
  if (result.ok) return { position: result.position, note: undefined };
  return result.refusal.code === 'ALREADY_DONE' || result.refusal.code === 'LICENSE_NOT_FREE' ? nothing : note(result.refusal);
}
