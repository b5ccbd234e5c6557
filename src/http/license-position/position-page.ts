import { createHash } from 'node:crypto';
import type { Language } from '../../graphql/texts/language.js';
import type { PositionTable } from './position-table.js';

const STYLE = `body{font:14px/1.4 system-ui,sans-serif;margin:2rem;color:#111;background:#fff}h1{font-size:1.4rem}dl{display:grid;grid-template-columns:max-content auto;gap:.2rem 1rem}dd{margin:0}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}td.n,th.n{text-align:right}thead{display:table-header-group}tr{break-inside:avoid}tfoot{font-weight:bold}
@media print{body{margin:0}@page{size:landscape;margin:12mm}}`;

/** Nothing is loaded, and nothing runs: only this very style applies. */
export const POSITION_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;

const escaped = (text: string | number): string =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page to print, of one file. */
export function positionPage({ title, about, headings, rows, total }: PositionTable, language: Language): string {
  const number = new Intl.NumberFormat(language);
  const cell = (value: string | number): string =>
    typeof value === 'number' ? `<td class="n">${escaped(number.format(value))}</td>` : `<td>${escaped(value)}</td>`;
  const row = (values: readonly (string | number)[]): string => `<tr>${values.map(cell).join('')}</tr>`;
  const terms = about.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('');
  const head = headings
    .map((heading, index) => `<th scope="col"${index > 3 ? ' class="n"' : ''}>${escaped(heading)}</th>`)
    .join('');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1><dl>${terms}</dl>
<table><thead><tr>${head}</tr></thead><tbody>${rows.map(row).join('')}</tbody><tfoot>${row(total)}</tfoot></table></body></html>
`;
}
