import type { KurrentDouble } from '../../support/kurrentdb/kurrentdb-double.js';
import { eventually, newEvent, newEvents, toThePlainClient } from './plain-client.js';

toThePlainClient('cluster', (plain) => {
  const second = ({ nodes }: KurrentDouble): string => nodes[1]?.url ?? '';

  it('passes an append on from a follower to the leader', async () => {
    await plain.start({ nodes: 2 }, second);
    expect(await plain.append('account-1', 'no_stream', newEvents(1))).toMatchObject({ success: true });
  });

  it('names the leader where a follower is asked to be it, and the client goes there', async () => {
    await plain.start({ nodes: 2 }, second);
    const refused = plain.append('account-1', 'no_stream', newEvents(1), { requiresLeader: true });
    await expect(refused).rejects.toMatchObject({
      type: 'not-leader',
      leader: { address: '127.0.0.1', port: plain.double.port },
    });
    expect(await plain.append('account-1', 'no_stream', newEvents(1), { requiresLeader: true })).toMatchObject({ success: true });
  });

  it('moves the leader over the same log', async () => {
    await plain.start({ nodes: 2 });
    await plain.append('account-1', 'no_stream', newEvents(1), { requiresLeader: true });
    plain.double.moveLeader(1);
    // A batch call that was opened before stays open on the old leader, and learns of the new one by its next append.
    const moved = plain.append('account-1', 0n, newEvents(1), { requiresLeader: true });
    await expect(moved).rejects.toMatchObject({ type: 'not-leader', leader: { port: plain.double.nodes[1]?.port } });
    expect(await plain.append('account-1', 0n, newEvents(1), { requiresLeader: true })).toMatchObject({ success: true });
    expect(plain.written()).toHaveLength(2);
  });

  it('times out at a follower whose leader is gone, and writes nothing', async () => {
    await plain.start({ nodes: 2 }, second);
    await plain.double.kill();
    const type = plain.appendsByBatch ? 'deadline-exceeded' : 'timeout';
    await expect(plain.append('account-1', 'no_stream', newEvents(1))).rejects.toMatchObject({ type });
    expect(plain.written()).toEqual([]);
  });

  it('is not ready without a leader', async () => {
    await plain.start({ nodes: 2 });
    plain.double.moveLeader('none');
    const notReady = plain.appendsByBatch ? { message: 'Could not recognize Server Is Not Ready' } : { type: 'unavailable' };
    await expect(plain.append('account-1', 'no_stream', newEvents(1))).rejects.toMatchObject(notReady);
    expect(await plain.readAll()).not.toEqual([]);
  });

  it('is found again by gossip where the leader was killed and another node leads', async () => {
    await plain.start({ nodes: 2 }, ({ clusterUrl }) => `${clusterUrl}&gossipTimeout=1`);
    const event = newEvent();
    plain.double.failNextAppend('no-answer');
    const cut = plain.append('account-1', 'no_stream', [event]);
    const lost = expect(cut).rejects.toMatchObject({ code: 14 });
    await eventually(() => plain.written().length === 1);
    await plain.double.kill();
    await lost;
    plain.double.moveLeader(1);
    expect(await plain.append('account-1', 'no_stream', [event], { requiresLeader: true })).toMatchObject({ success: true });
    expect(plain.written()).toEqual([event.id]);
  });

  it('tells by gossip who leads', async () => {
    await plain.start({ nodes: 3 }, ({ clusterUrl }) => clusterUrl);
    plain.double.moveLeader(2);
    expect(await plain.append('account-1', 'no_stream', newEvents(1), { requiresLeader: true })).toMatchObject({ success: true });
  });
});
