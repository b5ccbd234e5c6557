/** What is wrong with a line of an import, for a person. Never the line itself: it may hold codes. */
import { refusalText } from '../graphql/texts/refusals.js';
import type { LineProblem } from './import/import-lines.js';
import type { Terminal } from './terminal.js';

export function problemText(problem: LineProblem, { texts, language }: Pick<Terminal, 'texts' | 'language'>): string {
  const { line } = texts;
  switch (problem.kind) {
    case 'tooLong':
    case 'encoding':
    case 'json':
    case 'neither':
      return line[problem.kind];
    case 'eventField':
      return line.eventField(problem.field);
    case 'event':
      return line.event(problem.reason);
    case 'conflict':
      return line.conflict(problem.stream, problem.revision, problem.stands);
    case 'fact':
      return 'path' in problem ? line[problem.problem](problem.path.join('.')) : line[problem.problem];
    case 'refused':
    case 'note': {
      const { code, path } = problem.refusal;
      const at = path.length > 0 ? ` (${path.join('.')})` : '';
      const text = `${code}${at}: ${refusalText(problem.refusal, language)}`;
      return problem.kind === 'note' ? line.note(text) : text;
    }
    case 'uploadItem':
      return line.uploadItem(problem.result.index + 1, problem.result.outcome);
  }
}
