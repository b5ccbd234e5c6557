/** .github/workflows: what nobody runs here is at least what the project says of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
        readonly services?: Readonly<Record<string, { readonly image: string }>>;
        readonly permissions?: unknown;
        readonly steps: readonly Step[];
      }
    >
  >;
}

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { permissions, jobs } = parse(text('.github/workflows/ci.yml')) as Workflow;

describe('the workflow', () => {
  it('may read the repository and nothing else', () => {
    expect(permissions).toEqual({ contents: 'read' });
    expect(Object.values(jobs).map((job) => job.permissions)).toEqual([undefined, undefined, undefined]);
  });

  it('uses actions of exact versions', () => {
    const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/@v\d+\.\d+\.\d+$/);
  });

  it('runs the suite on the oldest Node that package.json allows', () => {
    const { engines } = JSON.parse(text('package.json')) as { engines: { node: string } };
    const [oldest] = jobs['suite']?.strategy?.matrix.node ?? [];
    expect(`>=${oldest ?? ''}`.replace(/\.0$/, '')).toBe(engines.node);
  });

  it('tests against the KurrentDB that docker-compose.yml starts', () => {
    const image = jobs['kurrentdb']?.services?.['kurrentdb']?.image;
    expect(text('docker-compose.yml')).toContain(`\${KURRENTDB_IMAGE:-${String(image)}}`);
    const suite = jobs['kurrentdb']?.steps.find(({ run }) => run === 'bash .ci/run');
    expect(suite?.env).toEqual({ KABINET_TEST_KURRENTDB: 'esdb://127.0.0.1:2113?tls=false' });
  });
});
