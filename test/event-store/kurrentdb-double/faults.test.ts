import { setTimeout as wait } from 'node:timers/promises';
import { eventually, idsOf, newEvents, toThePlainClient } from './plain-client.js';

toThePlainClient('faults', (plain) => {
  beforeEach(() => plain.start());

  it('cuts the connection in place of an answer: the outcome is unknown, and the same append again tells it', async () => {
    const events = newEvents(2);
    plain.double.failNextAppend('cut-after-commit');
    await expect(plain.append('account-1', 'no_stream', events)).rejects.toMatchObject({ code: 14 });
    expect(plain.written()).toEqual(idsOf(events));
    const again = await plain.append('account-1', 'no_stream', events);
    expect(again).toMatchObject({ success: true, position: (await plain.read('account-1'))[1]?.position });
    expect(plain.written()).toEqual(idsOf(events));
  });

  it.each(['refuse', 'cut-before-commit'] as const)('writes nothing on "%s"', async (fault) => {
    plain.double.failNextAppend(fault, 'account-');
    await plain.append('other-1', 'no_stream', newEvents(1));
    await expect(plain.append('account-1', 'no_stream', newEvents(2))).rejects.toMatchObject({ code: 14 });
    expect(plain.written()).toHaveLength(1);
    await plain.append('account-1', 'no_stream', newEvents(2));
    expect(plain.written()).toHaveLength(3);
  });

  it('answers nothing while it is frozen, and does what was asked when it thaws', async () => {
    await plain.append('account-1', 'no_stream', newEvents(1));
    plain.double.freeze();
    const pending = plain.append('account-1', 0n, newEvents(1));
    await wait(50);
    expect(plain.written()).toHaveLength(1);
    plain.double.thaw();
    expect(await pending).toMatchObject({ success: true, nextExpectedRevision: 1n });
  });

  it('writes while only its answers are frozen', async () => {
    await plain.append('account-1', 'no_stream', newEvents(1));
    plain.double.freeze('answers');
    let answered = false;
    const pending = plain.append('account-1', 0n, newEvents(1)).then(() => (answered = true));
    await eventually(() => plain.written().length === 2);
    await wait(20);
    expect(answered).toBe(false);
    plain.double.thaw();
    await pending;
  });

  it('is gone when it is killed, and comes back on its port with its log', async () => {
    await plain.append('account-1', 'no_stream', newEvents(1));
    const subscription = plain.client.subscribeToAll({ fromPosition: 'end' }).on('data', () => undefined);
    const failed = new Promise((resolve) => subscription.once('error', resolve));
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    await plain.double.kill();
    expect(await failed).toMatchObject({ code: 14 });
    await expect(plain.append('account-1', 0n, newEvents(1))).rejects.toMatchObject({ code: 14 });
    await plain.double.restart();
    expect(await plain.append('account-1', 0n, newEvents(1))).toMatchObject({ success: true });
    expect(await plain.read('account-1')).toHaveLength(2);
  });

  it('is unavailable for a while', async () => {
    await plain.append('account-1', 'no_stream', newEvents(1));
    plain.double.setLoad('unavailable');
    await expect(plain.append('account-1', 0n, newEvents(1))).rejects.toMatchObject({ code: 14, type: 'unavailable' });
    await expect(plain.readAll()).rejects.toMatchObject({ code: 14, type: 'unavailable' });
    // The client wraps no error of the call by which it asks what the server can do.
    await expect(plain.append('account-1', 0n, newEvents(1))).rejects.toMatchObject({ code: 14 });
    plain.double.setLoad('normal');
    expect(await plain.append('account-1', 0n, newEvents(1))).toMatchObject({ success: true });
  });

  it('says that it is busy in the words of the server', async () => {
    plain.double.setLoad('busy');
    const busy = plain.appendsByBatch
      ? { type: 'unknown', message: 'Could not recognize Server Is Busy' }
      : { type: 'unavailable', code: 14 };
    await expect(plain.append('account-1', 'no_stream', newEvents(1))).rejects.toMatchObject(busy);
    await expect(plain.readAll()).rejects.toMatchObject({ type: 'unavailable' });
    expect(plain.written()).toEqual([]);
  });

  it('writes before it answers late', async () => {
    plain.double.delayAnswers(150);
    let answered = false;
    const pending = plain.append('account-1', 'no_stream', newEvents(1)).then(() => (answered = true));
    await eventually(() => plain.written().length === 1);
    expect(answered).toBe(false);
    await pending;
  });
});
