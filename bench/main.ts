/**
 * `npm run bench -- [names]`: medians of alternating rounds; take the ratios of one run, not the figures of two. Without names: those of
 * two minutes together.
 */
import { benchAppend } from './append.js';
import { benchCommands } from './commands.js';
import { benchDiagnosis } from './diagnosis.js';
import { benchLarge } from './large.js';
import { benchNodes } from './nodes.js';
import { benchOutcomes } from './outcomes.js';
import { benchPage } from './page.js';
import { benchReadModel } from './read-model.js';
import { benchRebuild } from './rebuild.js';
import { benchRepair } from './repair.js';
import { benchScaling } from './scaling.js';
import { benchSupportCases } from './support-cases.js';
import { benchTransparencyLog } from './transparency-log.js';
import { benchVerifyExport } from './verify-export.js';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  append: benchAppend,
  commands: benchCommands,
  'transparency-log': benchTransparencyLog,
  'read-model': benchReadModel,
  diagnosis: benchDiagnosis,
  large: benchLarge,
  nodes: benchNodes,
  outcomes: benchOutcomes,
  rebuild: benchRebuild,
  page: benchPage,
  repair: benchRepair,
  scaling: benchScaling,
  'support-cases': benchSupportCases,
  'verify-export': benchVerifyExport,
};
const WITHOUT_NAMES = ['append', 'transparency-log', 'read-model', 'diagnosis', 'support-cases'];

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : WITHOUT_NAMES) {
  const bench = BENCHES[name];
  if (!bench) throw new Error(`no bench ${name}: ${Object.keys(BENCHES).join(', ')}`);
  await bench();
}
