import { CLOUD, causeOf, MAIN, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

/** One letter of the third group is another one. */
const mistype = (code: string): string =>
  code.replace(/^(.{12})(.)/, (_, head: string, letter: string) => head + (letter === '7' ? '8' : '7'));

/** Well-formed, and never issued: the code of a license of a server that is gone. */
async function unknownCode(): Promise<string> {
  const elsewhere = await openShop();
  const { code } = await elsewhere.issue(MAIN);
  await elsewhere.close();
  return code;
}

describe('a code', () => {
  it('CODE_MISTYPED names the group, and nothing is looked up', async () => {
    const { code } = await shop.issue(MAIN);
    const diagnosis = await shop.diagnose({ activationCode: mistype(code) });
    const cause = causeOf(diagnosis, 'CODE_MISTYPED');
    expect(cause.explanation).toMatch(/3/);
    expect(diagnosis.causes).toHaveLength(1);
    expect(JSON.stringify(diagnosis)).not.toContain(code.slice(0, 5));
  });

  it('CODE_UNKNOWN for a well-formed code that was never issued', async () => {
    expect(await shop.causes({ activationCode: await unknownCode() })).toEqual(['CODE_UNKNOWN']);
  });

  it('CODE_UNKNOWN is only likely for an id, which may be of another tenant', async () => {
    const theirs = await shop.issue(MAIN, 'acc_other');
    const [ofTheirs, ofNobody] = [
      await shop.diagnose({ licenseId: theirs.licenseId }),
      await shop.diagnose({ licenseId: 'lic_0123456789' }),
    ];
    expect(ofTheirs.causes).toEqual(ofNobody.causes);
    expect(ofTheirs.checks).toEqual(ofNobody.checks);
    expect(causeOf(ofTheirs, 'CODE_UNKNOWN').certainty).toBe('LIKELY');
  });

  it('CLAIMED_ELSEWHERE for the whole code of a license of another account, which it does not name', async () => {
    const theirs = await shop.issue(MAIN, 'acc_other');
    const diagnosis = await shop.diagnose({ activationCode: theirs.code });
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['CLAIMED_ELSEWHERE']);
    expect(diagnosis.license).toBeNull();
    expect(JSON.stringify(diagnosis)).not.toMatch(/acc_other|Вега|LicenseIssued/);
  });

  it('WRONG_ACCOUNT for who has access to the account that holds it', async () => {
    const theirs = await shop.issue(MAIN, 'acc_other');
    const partner = await shop.server.token('PARTNER', 'acc_shop', 'acc_other');
    const diagnosis = await shop.diagnose({ accountId: 'acc_shop', activationCode: theirs.code }, partner);
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['WRONG_ACCOUNT']);
    const cause = causeOf(diagnosis, 'WRONG_ACCOUNT');
    expect(cause.explanation).toContain('Вега');
    expect(cause.nextAction?.variables).toEqual({ accountId: 'acc_other' });
    expect(cause.evidence.map(({ type }) => type)).toEqual(['LicenseIssued']);
  });

  it('too many unknown codes are no longer looked up, and mistyped ones do not count', async () => {
    const { code } = await shop.issue(MAIN);
    const unknown = await unknownCode();
    for (let tries = 0; tries < 60; tries++) await shop.causes({ activationCode: mistype(code) });
    for (let tries = 0; tries < 60; tries++) await shop.causes({ activationCode: unknown });
    await expect(shop.causes({ activationCode: code })).rejects.toThrow('RATE_LIMITED');
    expect(await shop.causes({ activationCode: mistype(code) })).toEqual(['CODE_MISTYPED']);
  }, 30_000);
});

describe('the list', () => {
  const listedMain = async (): Promise<{ licenseId: string; code: string }> => {
    const license = await shop.issue(MAIN);
    await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [license.code] });
    return license;
  };

  it('FILTERED_OUT where the filter of the asker hides it, and only then', async () => {
    const { licenseId } = await listedMain();
    expect(await shop.causes({ licenseId, where: { kind: { eq: 'CLOUD' } } })).toContain('FILTERED_OUT');
    expect(await shop.causes({ licenseId, where: { kind: { eq: 'MAIN' } } })).not.toContain('FILTERED_OUT');
    expect(await shop.causes({ licenseId })).not.toContain('FILTERED_OUT');
  });

  it('MAIN_NEVER_UPLOADED for a main license that runs on a device, and was never added', async () => {
    const { licenseId, code } = await shop.issue(MAIN);
    const device = await shop.report(await shop.base('LOCAL'), 'D1', { activationCode: code });
    expect(await shop.causes({ deviceId: device })).toEqual(['MAIN_NEVER_UPLOADED']);
    await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [code] });
    const after = await shop.diagnose({ licenseId });
    expect([after.listed, after.causes]).toEqual([true, []]);
  });

  it('REMOVED_FROM_LIST is undone by sending what it says', async () => {
    const { licenseId } = await listedMain();
    await shop.mutate(shop.owner, 'removeLicenseFromList', { licenseId });
    const diagnosis = await shop.diagnose({ licenseId });
    expect(await shop.follow(causeOf(diagnosis, 'REMOVED_FROM_LIST'))).toEqual([]);
    expect(await shop.causes({ licenseId })).not.toContain('REMOVED_FROM_LIST');
  });

  it('WITHDRAWN and REPLACED, each with the event that did it', async () => {
    const [first, second] = [await listedMain(), await listedMain()];
    await shop.mutate(shop.vendor, 'withdrawLicense', { licenseId: first.licenseId, reason: 'возврат' });
    await shop.mutate(shop.vendor, 'replaceLicense', { licenseId: second.licenseId, product: { name: 'Склад 15' } });
    const gone = await shop.diagnose({ licenseId: first.licenseId });
    const replaced = await shop.diagnose({ licenseId: second.licenseId });
    expect(causeOf(gone, 'WITHDRAWN').evidence.map(({ type }) => type)).toEqual(['LicenseWithdrawn']);
    expect(causeOf(replaced, 'REPLACED').evidence.map(({ type }) => type)).toEqual(['LicenseReplaced']);
  });

  it('UPLOAD_REJECTED by the name of the file, until an upload of the license comes in', async () => {
    const { code } = await shop.issue(MAIN);
    const good = await shop.server.licenseFile([code]);
    const bad = good.replace('Базовая', 'Минимум');
    const upload = (xml: string) =>
      shop.mutate(shop.owner, 'uploadLicenseFiles', { accountId: 'acc_shop', files: [{ name: 'licenses.xml', xml }] });
    await upload(bad);
    const diagnosis = await shop.diagnose({ fileName: 'Licenses.xml' });
    expect(causeOf(diagnosis, 'UPLOAD_REJECTED').evidence.map(({ type }) => type)).toEqual(['UploadItemRejected']);
    expect(causeOf(diagnosis, 'UPLOAD_REJECTED').explanation).toContain('Licenses');
    await upload(good);
    expect(await shop.causes({ fileName: 'licenses.xml', activationCode: code })).not.toContain('UPLOAD_REJECTED');
    expect(await shop.causes({ fileName: 'other.xml' })).not.toContain('UPLOAD_REJECTED');
  });

  it('UPLOAD_REJECTED by the one license of a file that was not taken, wherever in the file it stands', async () => {
    const codes = await Promise.all([1, 2, 3, 4].map(async () => (await shop.issue(MAIN)).code));
    const files = [{ name: 'spring.xml', xml: await shop.server.licenseFile(codes, 3) }];
    await shop.mutate(shop.owner, 'uploadLicenseFiles', { accountId: 'acc_shop', files });
    const diagnosis = await shop.diagnose({ fileName: 'spring.xml' });
    expect(causeOf(diagnosis, 'UPLOAD_REJECTED').evidence.map(({ type }) => type)).toEqual(['UploadItemRejected']);
  });

  it('ORDER_UNPAID, then ORDER_NOT_FULFILLED, then neither', async () => {
    const items = [{ product: { name: 'Магазин 15' }, kind: 'CLOUD', quantity: 1, months: 12 }];
    const { order } = await shop.mutate<{ order: { id: string } }>(shop.owner, 'orderLicenses', { items }, 'order { id }');
    expect(await shop.causes({ orderId: order.id })).toEqual(['ORDER_UNPAID']);
    await shop.mutate(shop.vendor, 'markOrderPaid', { orderId: order.id });
    expect(await shop.causes({ orderId: order.id })).toEqual(['ORDER_NOT_FULFILLED']);
    await shop.mutate(shop.vendor, 'fulfilOrder', { orderId: order.id });
    expect(await shop.causes({ orderId: order.id })).toEqual(['NOT_ACTIVATED']);
  });

  it('nothing for a license that is listed and active', async () => {
    const { licenseId, code } = await shop.issue(CLOUD);
    const device = await shop.report(await shop.base('CLOUD'), 'D1', {
      activationCode: code,
      serialNumber: 'S1',
      clientVersion: '1.5',
      serverVersion: '1.5',
    });
    for (const asked of [{ licenseId }, { activationCode: code }, { deviceId: device }, { deviceCode: 'D1' }]) {
      const diagnosis = await shop.diagnose(asked);
      expect([diagnosis.listed, diagnosis.license?.id, diagnosis.causes]).toEqual([true, licenseId, []]);
      expect(diagnosis.checks.filter(({ result }) => result !== 'PASSED')).toEqual([]);
    }
  });
});

describe('a question that names several things', () => {
  it('is not led astray by a mistyped code beside the id of a license', async () => {
    const { licenseId, code } = await shop.issue(CLOUD);
    const diagnosis = await shop.diagnose({ activationCode: mistype(code), licenseId });
    expect(diagnosis.causes.map((cause) => cause.code)).toEqual(['CODE_MISTYPED', 'NOT_ACTIVATED']);
  });

  it('DEVICE_ON_OTHER_BASE also where the base that was named is none of the account', async () => {
    const device = await shop.report(await shop.base('CLOUD', { name: 'Зал' }), 'D1');
    const diagnosis = await shop.diagnose({ deviceId: device, databaseId: 'db_0123456789' });
    expect(causeOf(diagnosis, 'DEVICE_ON_OTHER_BASE').explanation).toContain('Зал');
  });

  it('WRONG_ACCOUNT shows the claim of the other account to who may see it', async () => {
    const unheld = await shop.issue(MAIN, null);
    const partner = await shop.server.token('PARTNER', 'acc_shop', 'acc_other');
    await shop.mutate(partner, 'addLicensesByCode', { accountId: 'acc_other', codes: [unheld.code] });
    const asked = { accountId: 'acc_shop', activationCode: unheld.code };
    const cause = causeOf(await shop.diagnose(asked, partner), 'WRONG_ACCOUNT');
    expect(cause.evidence.map(({ type }) => type)).toEqual(['LicenseUploaded']);
    const elsewhere = causeOf(await shop.diagnose({ activationCode: unheld.code }), 'CLAIMED_ELSEWHERE');
    expect([elsewhere.evidence, elsewhere.nextAction?.variables ?? null]).toEqual([[], null]);
  });
});
