/** The lists of every account, read to their end, against what its clients were told. */
import type { Client } from './client.js';
import type { Finding } from './findings.js';
import type { AccountState } from './ledger.js';

interface Page {
  readonly nodes: readonly { readonly id: string; readonly [field: string]: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const LISTS = {
  databases: 'id name',
  devices: 'id database { id } license { id }',
  licenses: 'id status device { id }',
} as const;
type List = keyof typeof LISTS;

/** As the ledger keeps them: what a field points at by its id. */
const rowOf = (list: List, { name, status, database, device, license }: Record<string, unknown>): unknown => {
  const idOf = (thing: unknown): unknown => (thing as { readonly id: string } | null)?.id ?? null;
  if (list === 'databases') return name;
  return list === 'devices' ? { database: idOf(database), license: idOf(license) } : { status, device: idOf(device) };
};

export async function checkLists(client: Client, accounts: readonly AccountState[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const account of accounts) {
    for (const list of ['databases', 'devices', 'licenses'] as const) {
      const found = new Map<string, unknown>();
      for await (const node of readList(client, account, list)) {
        if (found.has(node.id)) findings.push({ kind: 'DOUBLED', text: `${node.id} stands twice in ${list} of ${account.id}` });
        found.set(node.id, rowOf(list, node));
      }
      findings.push(...compareRows(`${list} of ${account.id}`, account[list], found));
    }
  }
  return findings;
}

async function* readList(client: Client, account: AccountState, list: List): AsyncGenerator<Page['nodes'][number]> {
  const text = `query ($account: ID, $position: Position, $after: String) {
    list: ${list}(accountId: $account, minPosition: $position, first: 200, after: $after) {
      nodes { ${LISTS[list]} } pageInfo { hasNextPage endCursor }
    }
  }`;
  let after: string | null = null;
  for (let more = true; more;) {
    const variables = { account: account.id, position: account.position, after };
    const page: Page = (await client.query<{ list: Page }>(account.owner, text, variables)).list;
    yield* page.nodes;
    ({ hasNextPage: more, endCursor: after } = page.pageInfo);
  }
}

function compareRows(
  list: string,
  acknowledged: ReadonlyMap<string, unknown>,
  found: ReadonlyMap<string, unknown>,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [id, row] of acknowledged) {
    const [told, shown] = [JSON.stringify(row), JSON.stringify(found.get(id))];
    if (!found.has(id)) findings.push({ kind: 'LOST', text: `${id} is not in ${list}` });
    else if (told !== shown) findings.push({ kind: 'CHANGED', text: `${id} in ${list} was left ${told} and is ${shown}` });
  }
  for (const id of found.keys()) {
    if (!acknowledged.has(id)) findings.push({ kind: 'DOUBLED', text: `${id} in ${list} is nothing that was acknowledged` });
  }
  return findings;
}
