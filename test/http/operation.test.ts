import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import { createLagMeter } from '../../src/http/lag-meter.js';
import { createReadiness, dataFolderWritable, logWritable, readModelKeepsUp } from '../../src/http/readiness.js';
import { passing, standing, startHttp } from './server.js';

describe('/healthz', () => {
  it('answers while the process lives, whatever else is wrong', async () => {
    const { app } = await startHttp({ checks: [{ name: 'log', problem: () => Promise.resolve('broken') }] });
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  });
});

describe('/readyz', () => {
  it('says yes while every check passes', async () => {
    const { app } = await startHttp({ checks: [passing] });
    const answer = await app.inject('/readyz');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      ready: true,
      checks: [{ name: 'log', ok: true, problem: null }],
      testClock: null,
      testFaults: null,
    });
  });

  it('names what is not ready and why', async () => {
    const broken = logWritable(() => Promise.reject(new EventStoreUnavailable('the disk is read-only')));
    const { app } = await startHttp({ checks: [broken, { ...passing, name: 'other' }] });
    const answer = await app.inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      ready: false,
      checks: [
        { name: 'log', ok: false, problem: 'the disk is read-only' },
        { name: 'other', ok: true },
      ],
    });
  });

  it('shows the test clock and the faults', async () => {
    const readiness = createReadiness({ checks: [], testClock: () => '2026-03-01T09:00:00.000Z', testFaults: '/faults' });
    const { app } = await startHttp({ deps: { readiness } });
    expect((await app.inject('/readyz')).json()).toMatchObject({ testClock: '2026-03-01T09:00:00.000Z', testFaults: '/faults' });
  });

  it('looks once for many who ask at the same time', async () => {
    let looked = 0;
    const counting = { name: 'log', problem: () => Promise.resolve(++looked > 0 ? null : '') };
    const readiness = createReadiness({ checks: [counting], testClock: null, testFaults: null });
    await Promise.all([readiness(), readiness(), readiness()]);
    expect(looked).toBe(1);
  });
});

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kabinet-ready-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('that takes a file is ready, and nothing is left in it', async () => {
    expect(await dataFolderWritable(folder).problem()).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is gone is not ready', async () => {
    rmSync(folder, { recursive: true });
    await expect(dataFolderWritable(folder).problem()).rejects.toThrow(/ENOENT/);
  });

  it('without room is not ready, and the message says how much is needed', async () => {
    expect(await dataFolderWritable(folder, Number.MAX_SAFE_INTEGER).problem()).toMatch(/MiB free, \d+ needed/);
  });
});

describe('the lag of the read model', () => {
  let head: number;
  let checkpoint: number;
  let now: number;
  const meter = (): ReturnType<typeof createLagMeter> =>
    createLagMeter({
      head: () => Promise.resolve({ position: head }),
      checkpoint: () => ({ position: checkpoint }),
      now: () => now,
    });
  beforeEach(() => {
    [head, checkpoint, now] = [10, 10, 0];
  });

  it('is nothing where the log has not grown, however long ago its last event was', async () => {
    const lag = meter();
    await lag.measure();
    now += 3_600_000;
    expect(await lag.measure()).toEqual({ positions: 0, seconds: 0 });
    head += 1;
    expect(await lag.measure()).toEqual({ positions: 1, seconds: 0 });
  });

  it('counts from when the event that is not reached was first seen', async () => {
    const lag = meter();
    head = 20;
    await lag.measure();
    now += 5_000;
    head = 30;
    expect(await lag.measure()).toEqual({ positions: 20, seconds: 5 });
  });

  it('falls to what is left when the read model moves on', async () => {
    const lag = meter();
    head = 20;
    await lag.measure();
    now += 5_000;
    head = 30;
    await lag.measure();
    now += 1_000;
    checkpoint = 20;
    expect(await lag.measure()).toEqual({ positions: 10, seconds: 1 });
    checkpoint = 30;
    expect(await lag.measure()).toEqual({ positions: 0, seconds: 0 });
  });

  it('beyond its limit makes the process not ready', async () => {
    const check = readModelKeepsUp(meter(), 30);
    head = 20;
    expect(await check.problem()).toBeNull();
    now += 30_000;
    expect(await check.problem()).toBeNull();
    now += 1_000;
    expect(await check.problem()).toBe('10 positions and 31.0 s behind, the limit is 30 s');
  });
});

describe('/metrics', () => {
  it('counts appends, commits and the sizes of their batches', async () => {
    const { app, metrics } = await startHttp();
    metrics.storeObserver.onCommit({ appends: 3, events: 5, seconds: 0.002 });
    metrics.storeObserver.onConflict?.();
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain('kabinet_commits_total 1\n');
    expect(body).toContain('kabinet_appends_total 3\n');
    expect(body).toContain('kabinet_events_appended_total 5\n');
    expect(body).toContain('kabinet_append_conflicts_total 1\n');
    expect(body).toContain('kabinet_commit_appends_bucket{le="2"} 0\n');
    expect(body).toContain('kabinet_commit_appends_bucket{le="4"} 1\n');
  });

  it('tells how far the read model is behind, and how many streams are parked', async () => {
    const { app, metrics } = await startHttp();
    const meter = standing(12, 10);
    metrics.watchReadModel({ lag: () => meter.measure(), parkedStreams: () => new Map([['license', 2]]) });
    const { body } = await app.inject('/metrics');
    expect(body).toContain('kabinet_projection_lag_positions 2\n');
    expect(body).toMatch(/kabinet_projection_lag_seconds [0-9.e-]+\n/);
    expect(body).toContain('kabinet_parked_streams{view="license"} 2\n');
  });

  it('tells the time of operations by name and outcome', async () => {
    const { app, metrics } = await startHttp();
    metrics.graphqlOperation('Licenses', 'ok', 0.003);
    metrics.graphqlOperation(null, 'errors', 0.003);
    const { body } = await app.inject('/metrics');
    expect(body).toContain('kabinet_graphql_operation_seconds_count{operation="Licenses",outcome="ok"} 1\n');
    expect(body).toContain('kabinet_graphql_operation_seconds_count{operation="unnamed",outcome="errors"} 1\n');
  });

  it('does not grow with the names that clients think up', async () => {
    const { metrics } = await startHttp();
    for (let number = 0; number < 500; number++) metrics.graphqlOperation(`Name${String(number)}`, 'ok', 0.001);
    const { text } = await metrics.render();
    expect(text.match(/kabinet_graphql_operation_seconds_count/g)).toHaveLength(101);
    expect(text).toContain('kabinet_graphql_operation_seconds_count{operation="other",outcome="ok"} 400\n');
  });

  it('counts requests by the pattern of their route, never by their path', async () => {
    const { app } = await startHttp({ routes: [(server) => void server.get('/calendar/:secret', async () => 'x')] });
    await app.inject('/calendar/s3cr3t');
    await app.inject('/no/such/path');
    const { body } = await app.inject('/metrics');
    expect(body).toContain('kabinet_http_request_seconds_count{method="GET",route="/calendar/:secret",status="200"} 1\n');
    expect(body).toContain('kabinet_http_request_seconds_count{method="GET",route="none",status="404"} 1\n');
    expect(body).not.toContain('s3cr3t');
  });
});
