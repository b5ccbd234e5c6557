import { ACCESS } from '../auth/access.js';
import type { Viewer } from '../auth/viewer.js';

export type RootField = `${'Query' | 'Mutation' | 'Subscription'}.${string}`;

/** Whether the viewer's role may call that root field at all; which things it then reaches is another question. */
export const mayCall = (viewer: Viewer, field: RootField): boolean => ACCESS[field]?.[viewer.role] !== undefined;
