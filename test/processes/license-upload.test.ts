import { createGuessLimit } from '../../src/auth/guess-limit.js';
import { licenseStream, type LicenseId } from '../../src/domain/ids.js';
import { codesOf, openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';

const MAIN = { kind: 'MAIN', product: { name: 'Магазин 15' }, perpetual: true, months: 12 } as const;

describe('adding licenses by code', () => {
  let cabinet: Cabinet;
  const issue = async (accountId?: string): Promise<{ licenseId: LicenseId; code: string }> => {
    const input = { items: [MAIN], ...(accountId === undefined ? {} : { accountId }) };
    const { issued } = await valueOf(cabinet.service.issueLicenses(cabinet.call({ role: 'VENDOR' }), input));
    const [license] = issued;
    if (!license) throw new Error('nothing was issued');
    return license;
  };
  const add = async (...codes: string[]) =>
    (await valueOf(cabinet.service.addLicensesByCode(cabinet.call(), { accountId: 'acc_shop', codes }))).results;

  beforeEach(async () => {
    cabinet = await openCabinet();
    for (const accountId of ['acc_shop', 'acc_other']) {
      await valueOf(cabinet.service.openAccount(cabinet.call(), { accountId, name: accountId }));
    }
  });
  afterEach(() => cabinet.close());

  it('answers one outcome an item, and what is good is in', async () => {
    const [mine, theirs] = [await issue(), await issue('acc_other')];
    const wrong = `${mine.code.slice(0, -1)}${mine.code.endsWith('0') ? '1' : '0'}`;
    const results = await add(mine.code, wrong, '7', mine.code.toLowerCase(), theirs.code);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      'ADDED',
      'CODE_MISTYPED',
      'CODE_MISTYPED',
      'DUPLICATE_IN_REQUEST',
      'CLAIMED_ELSEWHERE',
    ]);
    expect(results.map(({ detail }) => detail)).toEqual([
      null,
      { rule: 'codeGroup', group: 5 },
      { rule: 'codeShape' },
      null,
      null,
    ]);
  });

  it('takes the good codes beside one with a broken letter, and one that is far too long', async () => {
    const { code } = await issue();
    const results = await add(`${code.slice(0, 6)}\uD83D${code.slice(7)}`, 'X'.repeat(20_000), `${'A'.repeat(5)}\u0000`, code);
    expect(results.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['CODE_MISTYPED', { rule: 'codeGroup', group: 2 }],
      ['CODE_MISTYPED', { rule: 'codeShape' }],
      ['CODE_MISTYPED', { rule: 'codeShape' }],
      ['ADDED', null],
    ]);
    expect(JSON.stringify(results)).not.toContain('\\u0000');
  });

  it('tells nothing of a license that another account holds', async () => {
    const [result] = await add((await issue('acc_other')).code);
    expect(result?.licenseId).toBeNull();
  });

  it('adds nothing the second time and says so', async () => {
    const { code, licenseId } = await issue();
    await add(code);
    expect((await add(code)).map(({ outcome }) => outcome)).toEqual(['ALREADY_IN_LIST']);
    expect(await cabinet.typesOf(licenseStream(licenseId))).toEqual(['LicenseIssued', 'LicenseUploaded']);
  });

  it('puts a removed license back', async () => {
    const { code, licenseId } = await issue();
    await add(code);
    await valueOf(cabinet.service.removeLicenseFromList(cabinet.call(), { licenseId }));
    expect((await add(code)).map(({ outcome }) => outcome)).toEqual(['ADDED']);
    expect(await codesOf(cabinet.service.restoreLicenseToList(cabinet.call(), { licenseId }))).toEqual(['ALREADY_DONE']);
  });

  it('lets one of two accounts that bring the same code claim it', async () => {
    const { code } = await issue();
    const bring = (accountId: string) =>
      valueOf(cabinet.service.addLicensesByCode(cabinet.call({ viewer: accountId }), { accountId, codes: [code] }));
    const outcomes = await Promise.all([bring('acc_shop'), bring('acc_other')]);
    expect(outcomes.map(({ results }) => results[0]?.outcome).sort()).toEqual(['ADDED', 'CLAIMED_ELSEWHERE']);
  });

  it('gives a released license to whoever brings its code next', async () => {
    const { code, licenseId } = await issue('acc_other');
    const release = { licenseId, reason: 'Продано другой фирме' };
    await valueOf(cabinet.service.releaseLicense(cabinet.call({ role: 'VENDOR' }), release));
    expect((await add(code)).map(({ outcome }) => outcome)).toEqual(['ADDED']);
  });

  it('refuses further codes of a viewer who has guessed too often', async () => {
    const limited = await openCabinet({ guesses: createGuessLimit(() => 0, 2) });
    await valueOf(limited.service.openAccount(limited.call(), { accountId: 'acc_shop', name: 'Магазин' }));
    const guess = async (...codes: string[]) =>
      codesOf(limited.service.addLicensesByCode(limited.call(), { accountId: 'acc_shop', codes }));
    // Well-formed here, but issued only in the other cabinet, whose keys are others.
    expect(await guess((await issue()).code, (await issue()).code)).toEqual([]);
    expect(await guess((await issue()).code)).toEqual(['NOT_PERMITTED']);
    await limited.close();
  });

  it('does 1,000 codes in one call, and refuses more', async () => {
    const items = Array.from({ length: 1_000 }, () => MAIN);
    const { issued } = await valueOf(cabinet.service.issueLicenses(cabinet.call({ role: 'VENDOR' }), { items }));
    const results = await add(...issued.map(({ code }) => code));
    expect(results.filter(({ outcome }) => outcome === 'ADDED')).toHaveLength(1_000);
    const tooMany = { accountId: 'acc_shop', codes: Array.from({ length: 1_001 }, () => 'x') };
    expect(await codesOf(cabinet.service.addLicensesByCode(cabinet.call(), tooMany))).toEqual(['INVALID_INPUT']);
  });
});
