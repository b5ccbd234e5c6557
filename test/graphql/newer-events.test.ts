/** A log that a newer program has written into: what this one cannot read is seen where operators look, and breaks nothing else. */
import { EVENT_VERSIONS } from '../../src/domain/events.js';
import type { StreamName } from '../../src/domain/ids.js';
import { bearerOf, openApi, openShop, OWNER, type Api } from './support.js';

const SUPPORT = bearerOf('SUPPORT', { accounts: ['*'] });
const PARKED = '{ readModel { parked { view stream error event { type version data actor { id } } } } }';

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

it('a stream that waits for a newer program stands among the parked ones, with its event and the reason', async () => {
  const { databaseId } = await openShop(api, 1);
  const stream = databaseId.replace('db_', 'database-') as StreamName;
  const [registered] = (await api.cabinet.events()).filter((event) => event.stream === stream);
  const version = EVENT_VERSIONS.DatabaseRenamed + 1;
  await api.cabinet.store.append(stream, 0, [
    {
      id: '00000000-0000-8000-8000-000000000001',
      type: 'DatabaseRenamed',
      version,
      body: Buffer.from('{"names":["Новое имя"]}'),
      metadata: Buffer.from(JSON.stringify(registered?.metadata)),
    },
  ]);
  await api.readModel.catchUp();

  const { readModel } = await api.data<{ readModel: { parked: readonly object[] } }>(SUPPORT, PARKED);
  expect(readModel.parked).toContainEqual({
    view: 'database',
    stream,
    error: `DatabaseRenamed version ${String(version)}: this program is older than the log: it knows these events up to version 1`,
    event: { type: 'DatabaseRenamed', version, data: {}, actor: { id: registered?.metadata.actor.id } },
  });
  const answer = await api.data<{ licenses: { totalCount: number } }>(OWNER, '{ licenses { totalCount } }');
  expect(answer.licenses.totalCount).toBe(1);
});
