import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Modules of a made-up project, each with what it imports from. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  'src/domain/pure.ts': [],
  'src/domain/reads-a-file.ts': ['node:fs'],
  'src/domain/knows-a-command.ts': ['../commands/fine.js'],
  'src/commands/fine.ts': ['../domain/pure.js', '../event-store/port.js', 'node:crypto'],
  'src/commands/asks-the-read-model.ts': ['../../projections/queries.js'],
  'src/processes/fine.ts': ['../commands/fine.js', '../../projections/queries.js'],
  'src/processes/knows-a-table.ts': ['../../projections/table.js'],
  'src/event-store/port.ts': ['../domain/pure.js'],
  'src/event-store/seals.ts': ['../audit/envelope.js'],
  'src/event-store/knows-a-checkpoint.ts': ['../audit/checkpoints.js'],
  'src/audit/envelope.ts': ['node:crypto'],
  'src/audit/tiles.ts': ['../event-store/port.js'],
  'src/audit/checkpoints.ts': ['./envelope.js', '../event-store/port.js'],
  'src/graphql/fine.ts': ['../processes/fine.js', '../../projections/table.js'],
  'src/graphql/knows-the-server.ts': ['../http/server.js'],
  'src/http/server.ts': ['../graphql/fine.js'],
  'src/attic/room-without-a-rule.ts': ['../domain/pure.js'],
  'projections/queries.ts': ['../src/domain/pure.js'],
  'projections/table.ts': ['../src/event-store/port.js'],
  'projections/appends.ts': ['../src/commands/fine.js'],
  'src/domain/activation-code.ts': [],
  'web/src/reads-codes.ts': ['../../src/domain/activation-code.js'],
  'web/src/knows-the-server.ts': ['../../src/graphql/fine.js'],
};

/** What the build finds wrong in them: the room's rule, and the module that breaks it. */
function violations(): readonly string[] {
  const project = mkdtempSync(join(tmpdir(), 'kabinet-rooms-'));
  try {
    for (const [path, imports] of Object.entries(MODULES)) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      const lines = imports.map(
        (from, index) => `import * as m${String(index)} from '${from}';\nexport { m${String(index)} };\n`,
      );
      writeFileSync(join(project, path), `${lines.join('')}export const here = 1;\n`);
    }
    writeFileSync(
      join(project, 'tsconfig.json'),
      '{ "compilerOptions": { "module": "NodeNext", "moduleResolution": "NodeNext" } }',
    );
    const depcruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const config = join(ROOT, '.dependency-cruiser.cjs');
    const { stdout } = spawnSync(
      process.execPath,
      [depcruise, 'src', 'projections', 'web/src', '--config', config, '--output-type', 'json'],
      {
        cwd: project,
        encoding: 'utf8',
      },
    );
    const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    return summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`).sort();
  } finally {
    rmSync(project, { recursive: true });
  }
}

describe('the build', () => {
  it('refuses exactly the imports that the table of rooms does not allow', () => {
    expect(violations()).toEqual([
      'room of its own: src/attic/room-without-a-rule.ts',
      'room projections: projections/appends.ts',
      'room src/commands: src/commands/asks-the-read-model.ts',
      'room src/domain: src/domain/knows-a-command.ts',
      'room src/domain: src/domain/reads-a-file.ts',
      'room src/event-store: src/event-store/knows-a-checkpoint.ts',
      'room src/graphql: src/graphql/knows-the-server.ts',
      'room src/processes: src/processes/knows-a-table.ts',
      'room web: web/src/knows-the-server.ts',
      'the tree: src/audit/tiles.ts',
    ]);
  });
});
