/** `npm run bench`: medians of alternating rounds; take the ratios of one run, not the figures of two. */
import { benchAppend } from './append.js';
import { benchDiagnosis } from './diagnosis.js';
import { benchReadModel } from './read-model.js';
import { benchSupportCases } from './support-cases.js';

await benchAppend();
await benchReadModel();
await benchDiagnosis();
await benchSupportCases();
