/** Steps of the drift detector at its own stretch, spread over the whole log: whether all rows can be looked at in a day. */
import { checkDrift } from '../../projections/drift.js';
import { fileOf } from '../../projections/prepare-file.js';
import { Projector } from '../../projections/project-batch.js';
import { openFile } from '../../projections/read-model-file.js';
import type { EventStore } from '../../src/event-store/port.js';
import { line, stopwatch, timed, tookLine, type Took } from '../measure.js';

/** As in `src/server/background.ts`. */
const STRETCH = 80;
const EVERY_MS = 500;
const STEPS = 200;

/** Of a read model that nobody has open. */
export async function measureDrift(folder: string, store: EventStore): Promise<void> {
  const database = openFile(fileOf(folder), 'live');
  try {
    const projector = new Projector(database, { clock: Date.now });
    const { position } = projector.checkpoint;
    const took: Took[] = [];
    let checked = 0;
    const whole = stopwatch();
    for (let step = 0; step < STEPS; step++) {
      const below = Math.max(1, Math.ceil((position * (step + 1)) / STEPS));
      const look = async (): Promise<void> => {
        const result = await checkDrift({ store, projector, clock: Date.now, below, stretch: STRETCH });
        checked += result.checked;
        if (result.repaired.length > 0) throw new Error('the drift detector found what nobody broke');
      };
      took.push(...(await timed([look])));
    }
    const { seconds, cpuSeconds } = whole();
    const steps = Math.ceil(position / STRETCH);
    tookLine(`drift detector, a step of ${String(STRETCH)} positions`, took);
    line('things compared', `${(checked / STEPS).toFixed(1)} a step, ${(checked / seconds).toFixed(0)} a second`);
    const hours = (perStep: number): string => `${((steps * perStep) / 3_600).toFixed(1)} h`;
    line(
      'one pass over the log',
      `${hours(EVERY_MS / 1_000)} at a step in ${String(EVERY_MS)} ms; ${hours(seconds / STEPS)} of work, ${hours(cpuSeconds / STEPS)} of CPU`,
    );
  } finally {
    database.close();
  }
}
