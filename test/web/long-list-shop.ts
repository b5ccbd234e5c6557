/** An account with a long list: licenses whose products are numbered, so that their order tells which row is which. */
import { MAIN, openShop, type IssuedAnswer, type Shop } from '../diagnosis/support.js';

export interface LongList extends Shop {
  /** In the order of their products. */
  readonly licenses: readonly IssuedAnswer[];
}

export const productOf = (number: number): string => `Лицензия ${String(number).padStart(5, '0')}`;

/** As many as the cabinet takes at once. */
const AT_ONCE = 500;

/** More licenses, numbered from there on, in the list. */
export async function addLicenses(shop: Shop, from: number, count: number): Promise<readonly IssuedAnswer[]> {
  const added: IssuedAnswer[] = [];
  while (added.length < count) {
    const size = Math.min(AT_ONCE, count - added.length);
    const items = Array.from({ length: size }, (_, index) => ({
      ...MAIN,
      product: { name: productOf(from + added.length + index) },
    }));
    const input = { accountId: 'acc_shop', items };
    const { issued } = await shop.mutate<{ issued: readonly IssuedAnswer[] }>(
      shop.vendor,
      'issueLicenses',
      input,
      'issued { licenseId code }',
    );
    const codes = issued.map(({ code }) => code);
    const { errors } = await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes });
    if (issued.length < size || errors.length > 0) throw new Error(`not added: ${JSON.stringify(errors)}`);
    added.push(...issued);
  }
  return added;
}

export async function openLongList(count: number): Promise<LongList> {
  const shop = await openShop({ page: true });
  return { ...shop, licenses: await addLicenses(shop, 1, count) };
}
