/** What `npm run screenshots` shows beside the tabs themselves, and what happens in the demo before. */

const ACCOUNT = 'acc_demo';
/** Roles in the order in which their tabs are taken: a tab that several have is shown as the first of them sees it. */
export const ROLES = ['OWNER', 'AUDITOR', 'SUPPORT', 'VENDOR', 'OPERATOR'];

/** Orders, one of them paid; a question to support about a device without a license; a license whose code is typed. Answers what the screens need of it. */
export async function prepare({ query }) {
  const { licenses, devices } = await query(
    'OWNER',
    `{ licenses(first: 1, where: { status: { eq: ACTIVATED } }) { nodes { id } }
       devices(first: 100) { nodes { id license { id } } } }`,
  );
  const without = devices.nodes.find(({ license }) => license === null) ?? devices.nodes[0];
  const order = `mutation ($input: OrderLicensesInput!) { orderLicenses(input: $input) { order { id } } }`;
  const item = (name, quantity) => ({ product: { name }, kind: 'CLOUD', quantity, months: 12 });
  const { orderLicenses: first } = await query('OWNER', order, { input: { items: [item('Магазин 15', 3)] } });
  await query('OWNER', order, { input: { items: [item('Склад 15', 2)] } });
  await query('VENDOR', `mutation ($id: ID!) { markOrderPaid(input: { orderId: $id }) { errors { code } } }`, {
    id: first.order.id,
  });
  await query('OWNER', `mutation ($input: OpenSupportCaseInput!) { openSupportCase(input: $input) { errors { code } } }`, {
    input: { accountId: ACCOUNT, diagnosis: { deviceId: without.id }, message: 'Вчера устройство ещё работало с лицензией' },
  });
  const { issueLicenses } = await query(
    'VENDOR',
    `mutation ($input: IssueLicensesInput!) { issueLicenses(input: $input) { issued { code } } }`,
    { input: { items: [{ kind: 'MAIN', perpetual: true, product: { name: 'Магазин 15', level: 'Базовая' } }] } },
  );
  return { license: licenses.nodes[0].id, device: without.id, code: issueLicenses.issued[0].code };
}

const phone = { width: 390, height: 844 };
const dark = { scheme: 'dark' };
/** The code, and once more with another first letter: the group is marked. */
const twice = (code) => `${code}\n${code.startsWith('7') ? '8' : '7'}${code.slice(1)}`;

/** `role`: null for whoever is not signed in. `act`: what a person does there first. */
export const scenes = ({ license, device, code }) => [
  { name: 'sign-in', role: null, path: '/' },
  { name: 'license', role: 'OWNER', path: `/licenses?license=${encodeURIComponent(license)}` },
  { name: 'why', role: 'OWNER', path: `/missing?device=${encodeURIComponent(device)}` },
  { name: 'past', role: 'OWNER', path: '/licenses?at=2025-06-01T09:00:00.000Z' },
  { name: 'since', role: 'OWNER', path: '/changes?at=2026-02-01T09:00:00.000Z' },
  { name: 'typing', role: 'OWNER', path: '/add', act: (page) => page.locator('textarea').first().fill(twice(code)) },
  { name: 'licenses-dark', role: 'OWNER', path: '/licenses', ...dark },
  { name: 'licenses-phone', role: 'OWNER', path: '/licenses', ...phone },
  { name: 'license-phone-dark', role: 'OWNER', path: `/licenses?license=${encodeURIComponent(license)}`, ...phone, ...dark },
  { name: 'why-phone', role: 'OWNER', path: `/missing?device=${encodeURIComponent(device)}`, ...phone },
  {
    name: 'graphiql',
    role: 'OPERATOR',
    path: '/graphiql',
    act: async (page) => {
      await page.locator('.CodeMirror').first().waitFor();
      await page.getByRole('button', { name: /^Execute/ }).click();
      await page.locator('.result-window', { hasText: 'OPERATOR' }).waitFor();
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    },
  },
];
