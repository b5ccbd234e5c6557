/** docker-compose.yml, as Docker Compose itself reads it where it is installed; there is no Docker engine on the build machines. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { openLogKeys } from '../../src/keys/log-keys.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = 'deploy/cluster/cluster.env.example';

/** Docker Compose 2 writes `source:target:ro` out. */
interface Mount {
  readonly source: string;
  readonly target: string;
}

interface Service {
  readonly profiles?: readonly string[];
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly volumes?: readonly (string | Mount)[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly ports?: readonly unknown[];
  readonly networks?: Readonly<Record<string, { readonly ipv4_address?: string } | null>> | readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const COMPOSE = [
  ['docker-compose', []],
  ['docker', ['compose']],
] as const;

function run(
  [command, first]: (typeof COMPOSE)[number],
  ...rest: readonly string[]
): { readonly ok: boolean; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(command, [...first, ...rest], { cwd: ROOT, encoding: 'utf8' });
  return { ok: status === 0, out: status === 0 ? stdout : `${stdout}${stderr}` };
}

const installed = COMPOSE.find((compose) => run(compose, 'version').ok);
if (!installed) {
  process.stderr.write('docker-compose is not installed: docker-compose.yml is read as YAML alone, without its own checks\n');
}

function resolved(): Compose {
  if (!installed) return parse(text('docker-compose.yml'), { merge: true }) as Compose;
  const { ok, out } = run(installed, '--env-file', EXAMPLE, '--profile', 'single', '--profile', 'cluster', 'config');
  if (!ok) throw new Error(out);
  return parse(out, { merge: true }) as Compose;
}

const { services, volumes } = resolved();
const profileOf = (name: string): readonly string[] => services[name]?.profiles ?? [];
const inProfile = (profile: string): readonly string[] =>
  Object.keys(services)
    .filter((name) => profileOf(name).length === 0 || profileOf(name).includes(profile))
    .sort();
const service = (name: string): Service => services[name] ?? {};
const API_NODES = ['kabinet-1', 'kabinet-2', 'kabinet-3'];

function mountOf(volume: string | Mount): Mount {
  if (typeof volume !== 'string') return volume;
  const [source = '', target = ''] = volume.split(':');
  return { source, target };
}

const mountsOf = (name: string): readonly Mount[] => (service(name).volumes ?? []).map(mountOf);

/** Volumes by the folder that they are mounted at. */
const mounts = (name: string): ReadonlyMap<string, string> =>
  new Map(mountsOf(name).map(({ source, target }) => [target, source]));

describe('docker compose', () => {
  it('starts one node where nothing is said, and the cluster instead of it where the cluster is asked for', () => {
    const [, chosen] = /^COMPOSE_PROFILES=(.*)$/m.exec(text('.env')) ?? [];
    expect(inProfile(chosen ?? '')).toEqual(['kabinet']);
    expect(inProfile('cluster')).toEqual([
      'certificates',
      ...API_NODES,
      'kurrentdb-1',
      'kurrentdb-2',
      'kurrentdb-3',
      'log-key',
      'proxy',
    ]);
  });

  it('gives each node its own data, and all of them the same keys', () => {
    expect(new Set(API_NODES.map((name) => mounts(name).get('/data'))).size).toBe(3);
    expect(new Set(API_NODES.map((name) => mounts(name).get('/keys')))).toEqual(new Set(['keys']));
    expect(new Set(API_NODES.map((name) => mounts(name).get('/log-key')))).toEqual(new Set(['log-key']));
    expect(
      new Set(['kurrentdb-1', 'kurrentdb-2', 'kurrentdb-3'].map((name) => mounts(name).get('/var/lib/kurrentdb'))).size,
    ).toBe(3);
  });

  it('mounts only volumes that are declared', () => {
    const used = Object.keys(services).flatMap((name) => mountsOf(name).map(({ source }) => source));
    const named = used.filter((source) => !/^[./]/.test(source));
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
  });

  it('runs every container of ours with a read-only root and without capabilities', () => {
    const ours = Object.entries(services).filter(([, { image }]) => image === 'kabinet' || image?.startsWith('haproxy'));
    expect(ours.map(([name]) => name).sort()).toEqual(['kabinet', ...API_NODES, 'log-key', 'proxy']);
    for (const [name, { read_only, cap_drop }] of ours)
      expect({ name, read_only, cap_drop }).toEqual({ name, read_only: true, cap_drop: ['ALL'] });
  });

  it('publishes the proxy alone of the cluster', () => {
    expect(inProfile('cluster').filter((name) => service(name).ports !== undefined)).toEqual(['proxy']);
  });

  it('has nodes believe the proxy, and nobody else, about who asks', () => {
    const networks = service('proxy').networks ?? {};
    const address = 'front' in networks ? networks.front?.ipv4_address : undefined;
    expect(address).toBeDefined();
    expect(API_NODES.map((name) => service(name).environment?.['KABINET_TRUSTED_PROXIES'])).toEqual([address, address, address]);
  });

  it('keeps passwords out of the repository', () => {
    for (const line of text(EXAMPLE).split('\n')) expect(line).not.toMatch(/PASSWORD=./);
    expect(text('docker-compose.yml')).not.toMatch(/PASSWORD: '?[^'$\s]/);
    expect(spawnSync('git', ['check-ignore', '-q', 'cluster.env'], { cwd: ROOT }).status).not.toBe(1);
  });

  it('names the nodes to the proxy as they are called', () => {
    const backends = [...text('deploy/cluster/haproxy.cfg').matchAll(/^ {4}server (\S+) (\S+)$/gm)].map(([, name, address]) => [
      name,
      address,
    ]);
    const expected = API_NODES.map((name) => [name, `${name}:4000`]);
    expect(backends).toEqual([...expected, ...expected]);
  });
});

describe('the key of the log', () => {
  it('is made once, as the server takes it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kabinet-log-key-'));
    try {
      const path = join(folder, 'log-signing.pem');
      const make = (): number | null => spawnSync(process.execPath, [join(ROOT, 'deploy/cluster/make-log-key.mjs'), path]).status;
      expect(make()).toBe(0);
      const first = readFileSync(path, 'utf8');
      expect(make()).toBe(0);
      expect(readFileSync(path, 'utf8')).toBe(first);
      expect(openLogKeys(path)).toBeDefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
