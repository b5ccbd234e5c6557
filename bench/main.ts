/** `npm run bench`: medians of alternating rounds; take the ratios of one run, not the figures of two. */
import { benchAppend } from './append.js';
import { benchDiagnosis } from './diagnosis.js';
import { benchReadModel } from './read-model.js';
import { benchTransparencyLog } from './transparency-log.js';

await benchAppend();
await benchTransparencyLog();
await benchReadModel();
await benchDiagnosis();
