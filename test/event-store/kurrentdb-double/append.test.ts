import type { ExpectedRevision } from '@eventstore/db-client';
import { idsOf, newEvent, newEvents, toThePlainClient } from './plain-client.js';

toThePlainClient('append', (plain) => {
  beforeEach(() => plain.start());

  it('answers the position of its last event, which a read of the stream carries too', async () => {
    const events = newEvents(3);
    const result = await plain.append('account-1', 'no_stream', events);
    const stored = await plain.read('account-1');
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n, position: stored[2]?.position });
    expect(idsOf(stored)).toEqual(idsOf(events));
    expect(stored[0]).toMatchObject({ streamId: 'account-1', revision: 0n, type: 'Happened', isJson: false });
    expect(Buffer.from(stored[0]?.data as Uint8Array)).toEqual(Buffer.from('body'));
    expect(Buffer.from(stored[0]?.metadata as Uint8Array)).toEqual(Buffer.from('meta'));
  });

  it.each<[string, ExpectedRevision]>([
    ['no stream', 'no_stream'],
    ['an earlier revision', 0n],
    ['a later revision', 7n],
  ])('refuses %s where the stream stands at 1, and says so', async (_name, expected) => {
    await plain.append('account-1', 'no_stream', newEvents(2));
    await expect(plain.append('account-1', expected, newEvents(1))).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 1n,
    });
    expect(plain.written()).toHaveLength(2);
  });

  it('refuses a revision of a stream that does not exist', async () => {
    await expect(plain.append('account-1', 0n, newEvents(1))).rejects.toMatchObject({ type: 'wrong-expected-version' });
    expect(plain.written()).toEqual([]);
  });

  it('answers a repeated append with the first position, whatever its content and whatever came later', async () => {
    const [a, b] = [newEvent(), newEvent()];
    const first = await plain.append('account-1', 'no_stream', [a, b]);
    await plain.append('account-1', 1n, newEvents(1));
    const again = await plain.append('account-1', 'no_stream', [newEvent(a.id, 'other'), newEvent(b.id, 'other')]);
    expect(again).toEqual(first);
    expect(plain.written()).toHaveLength(3);
  });

  it('answers the repeated beginning of an append with the position of that beginning', async () => {
    const [a, b] = [newEvent(), newEvent()];
    await plain.append('account-1', 'no_stream', [a, b]);
    const stored = await plain.read('account-1');
    expect(await plain.append('account-1', 'no_stream', [a])).toMatchObject({
      nextExpectedRevision: 0n,
      position: stored[0]?.position,
    });
  });

  it('refuses an append of which a part alone was written, or that was written elsewhere', async () => {
    const [a, b, c] = [newEvent(), newEvent(), newEvent()];
    await plain.append('account-1', 'no_stream', [a, b]);
    const refused = { type: 'wrong-expected-version', actualVersion: 1n };
    await expect(plain.append('account-1', 'no_stream', [a, c])).rejects.toMatchObject(refused);
    await expect(plain.append('account-1', 0n, [b, c])).rejects.toMatchObject(refused);
    await expect(plain.append('account-1', 'no_stream', [b, a])).rejects.toMatchObject(refused);
    await plain.append('account-2', 'no_stream', [a]);
    expect(plain.written()).toHaveLength(3);
  });

  it('writes an id a second time where it is appended after itself', async () => {
    const event = newEvent();
    await plain.append('account-1', 'no_stream', [event]);
    await plain.append('account-1', 0n, [event]);
    expect(plain.written()).toEqual([event.id, event.id]);
  });

  it('refuses more than a mebibyte at once', async () => {
    const large = newEvent(crypto.randomUUID(), 'x'.repeat(1024 * 1024));
    await expect(plain.append('account-1', 'no_stream', [large])).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' });
  });
});
