/** From what was typed to a question of the diagnosis, and back. */
import { maskCodes } from '../../commands/code-in-text.js';
import type { Diagnosis as Found } from '../../diagnosis/cause.js';
import { withCaseOffered } from '../../diagnosis/offer-case.js';
import type { Question } from '../../diagnosis/question.js';
import { reaches } from '../../auth/viewer.js';
import { lastGroupOf, readActivationCode } from '../../domain/activation-code.js';
import { parseDatabaseId, parseDeviceId, parseLicenseId, parseOrderId, type AccountId, type DeviceId } from '../../domain/ids.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { filterArgument } from '../filters/filter-argument.js';
import { given } from '../filters/given.js';
import { accountArgument } from '../read/account-argument.js';
import { presentMoment } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import type { DiagnoseMissingLicenseInput } from './diagnose-input.js';
import { Diagnosis, type DiagnosisReader } from './diagnosis.js';

const SUBJECTS = ['activationCode', 'licenseId', 'deviceCode', 'deviceId', 'databaseId', 'fileName', 'orderId'] as const;

/**
 * @throws INVALID_INPUT where nothing is named; NOT_FOUND for an account that the viewer does not reach, as for one that does not exist;
 *   RATE_LIMITED after too many unknown codes, before anything is looked up.
 */
export async function diagnoseFor(context: GraphqlContext, typed: DiagnoseMissingLicenseInput): Promise<Diagnosis> {
  const account = accountArgument(context, typed.accountId);
  const question = account && questionOf(context, account, typed);
  const found = question && (await answer(context, question));
  if (!account || !found) throw apiError('notFound', context.language, ['accountId']);
  const view = new ReadView(context, presentMoment(context));
  const offered = withCaseOffered(found, question, (mutation) => view.may(`Mutation.${mutation}`));
  return new Diagnosis(offered, readerOf(view, account));
}

/** Undefined where there is no such account. */
export async function answer(context: GraphqlContext, question: Question): Promise<Found | undefined> {
  const { language, viewer, guesses } = context;
  if (question.code?.ok === true && guesses.remaining(viewer.id) === 0) {
    throw apiError('tooManyGuesses', language, ['activationCode']);
  }
  const found = await context.diagnose(question);
  const missed = found?.causes.some(
    ({ code, certainty }) => code === 'CLAIMED_ELSEWHERE' || (code === 'CODE_UNKNOWN' && certainty === 'PROVEN'),
  );
  if (question.code !== null && missed === true) guesses.recordMiss(viewer.id);
  return found;
}

export function readerOf(view: ReadView, account: AccountId): DiagnosisReader {
  const timeZone = view.context.queries.accountsById([account]).get(account)?.timeZone ?? 'UTC';
  return { view, account, timeZone };
}

export const nothingAsked = (typed: DiagnoseMissingLicenseInput): boolean =>
  SUBJECTS.every((subject) => (typed[subject] ?? '').trim() === '');

export function questionOf(context: GraphqlContext, account: AccountId, typed: DiagnoseMissingLicenseInput): Question {
  const input = given(typed);
  if (nothingAsked(typed)) throw apiError('nothingAsked', context.language, SUBJECTS);
  const { activationCode, licenseId, databaseId, orderId, fileName, expectedKind } = input;
  const { where } = filterArgument(context, typed.where);
  return {
    account,
    reaches: (other) => reaches(context.viewer, other),
    code: activationCode === undefined || activationCode.trim() === '' ? null : askedCode(context, activationCode),
    // An id of another shape is nobody's: it is looked for, and not found.
    licenseId: licenseId === undefined ? null : (parseLicenseId(licenseId) ?? NO_LICENSE),
    deviceId: askedDevice(context, account, input),
    databaseId: databaseId === undefined ? null : (parseDatabaseId(databaseId) ?? NO_DATABASE),
    orderId: orderId === undefined ? null : (parseOrderId(orderId) ?? NO_ORDER),
    fileName: fileName === undefined ? null : maskCodes(fileName.trim().normalize('NFC')),
    expectedKind: expectedKind ?? null,
    where: where ?? null,
  };
}

function askedCode({ service }: GraphqlContext, typed: string): Question['code'] {
  const reading = readActivationCode(typed);
  const licenseId = service.licenseIdOfCode(typed);
  if (reading.ok && licenseId) return { ok: true, licenseId, lastGroup: lastGroupOf(reading.code) };
  return reading.ok
    ? { ok: false, wrongGroup: undefined, lastGroup: lastGroupOf(reading.code) }
    : { ok: false, wrongGroup: reading.wrongGroup, lastGroup: reading.lastGroup };
}

function askedDevice(
  { service }: GraphqlContext,
  account: AccountId,
  { deviceId, deviceCode }: { readonly deviceId?: string; readonly deviceCode?: string },
): DeviceId | null {
  if (deviceId !== undefined) return parseDeviceId(deviceId) ?? NO_DEVICE;
  return deviceCode === undefined || deviceCode.trim() === '' ? null : service.deviceIdOfCode(account, deviceCode);
}

const NO_LICENSE = nobody(parseLicenseId('lic_none'));
const NO_DEVICE = nobody(parseDeviceId('dev_none'));
const NO_DATABASE = nobody(parseDatabaseId('db_none'));
const NO_ORDER = nobody(parseOrderId('ord_none'));

function nobody<Id>(id: Id | undefined): Id {
  if (id === undefined) throw new Error('an id of the right shape that no thing has');
  return id;
}
