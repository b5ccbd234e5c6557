import type { XmlProblem } from './license-in-file.js';

/** The messages of saxes 6, put into groups that a person can act on. Its text may quote the file, so it is never passed on. */
const GROUPS: readonly (readonly [RegExp, XmlProblem])[] = [
  [/: unclosed tag|unexpected end\.|must contain a root/, 'cutOff'],
  [/unexpected close tag|unmatched closing tag/, 'tagMismatch'],
  [/: duplicate attribute/, 'duplicateAttribute'],
  [/entity/, 'entity'],
  [/located doctype/, 'doctype'],
  [/only one root/, 'secondRoot'],
  [/outside of root/, 'outsideRoot'],
  [/: disallowed character\.$/, 'character'],
];

export const xmlProblemOf = (message: string): XmlProblem => GROUPS.find(([pattern]) => pattern.test(message))?.[1] ?? 'syntax';
