/** RFC 4180, with a mark that tells spreadsheets that it is UTF-8. A text that a spreadsheet would take for a formula stays a text. */
export const csvOf = (rows: readonly (readonly string[])[]): string => CSV_BEGINNING + csvLines(rows);

export const CSV_BEGINNING = '\uFEFF';

/** For a file that is put together part by part: its beginning stands before the first one. */
export const csvLines = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');

const cellOf = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const download = (name: string, text: string): void => save(name, new Blob([text], { type: 'text/plain;charset=utf-8' }));

/** Hands a file to whoever looks at the page. */
export function save(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
