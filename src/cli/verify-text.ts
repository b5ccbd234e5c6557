/** What is wrong with an export folder, for a person. */
import type { ExportProblem } from '../audit/export/export-problem.js';
import type { Texts } from './texts.js';

export function verifyText(problem: ExportProblem, { problems: texts }: Texts['verify']): string {
  switch (problem.kind) {
    case 'file':
      return texts.file(problem.file, problem.detail);
    case 'changed':
      return texts.changed(problem.file);
    case 'manifest':
    case 'consistency':
      return texts[problem.kind];
    case 'otherFormat':
      return texts.otherFormat(problem.format);
    case 'manifestSignature':
      return texts.manifestSignature(problem.detail);
    case 'checkpoint':
      return texts.checkpoint(problem.file, problem.detail);
    case 'notTheEarlier':
      return texts.notTheEarlier(problem.detail);
    case 'notWitnessed':
      return texts.notWitnessed(problem.name, problem.sizes.join(', '));
    case 'witness':
      return texts.witness(problem.name, problem.detail);
    case 'line':
      return texts.line(problem.line, problem.field);
    case 'inclusion':
      return texts.inclusion(problem.line, problem.id, problem.index);
    case 'order':
    case 'outside':
      return texts[problem.kind](problem.line, problem.index);
    case 'outsidePeriod':
      return texts.outsidePeriod(problem.line, problem.recordedAt);
    case 'notFromStart':
      return texts.notFromStart(problem.firstIndex);
    case 'notToEnd':
      return texts.notToEnd(problem.endIndex, problem.size);
    case 'notBefore':
    case 'notBehind':
      return texts[problem.kind](problem.index, problem.recordedAt);
    case 'otherLog':
      return texts.otherLog(problem.line, problem.source);
    case 'otherAccount':
      return texts.otherAccount(problem.line, problem.account);
    case 'gap':
      return texts.gap(problem.from, problem.to);
    case 'count':
      return texts.count(problem.file, problem.said, problem.found);
    case 'textLine':
    case 'withheld':
    case 'beside':
      return texts[problem.kind](problem.line);
    case 'text':
    case 'noText':
    case 'notErased':
    case 'strayText':
      return texts[problem.kind](problem.line, problem.subject);
  }
}
