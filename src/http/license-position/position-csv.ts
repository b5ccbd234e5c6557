import type { Language } from '../../graphql/texts/language.js';
import type { PositionTable } from './position-table.js';

/** As spreadsheets of the language expect it: with semicolons where the comma is the decimal mark, and a mark that says UTF-8. */
export function positionCsv({ about, headings, rows, total }: PositionTable, language: Language): string {
  const separator = language === 'ru' ? ';' : ',';
  const lines = [...about, [], headings, ...rows, total];
  return `\uFEFF${lines.map((line) => line.map((value) => cell(value, separator)).join(separator)).join('\r\n')}\r\n`;
}

/** A name that begins like a formula would be run as one by the program that opens the file. */
function cell(value: string | number, separator: string): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
