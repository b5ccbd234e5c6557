import writeExcelFile from 'write-excel-file/node';
import type { PositionTable } from './position-table.js';

const WIDTHS = [30, 14, 22, 12, 10, 10, 10, 10, 10, 10, 14];

/** Texts are cells of text, so that none is a formula. */
export function positionXlsx({ title, about, headings, rows, total }: PositionTable): Promise<Buffer> {
  const plain = (value: string | number) => (typeof value === 'number' ? { value, type: Number } : { value, type: String });
  const bold = (value: string | number) => ({ ...plain(value), fontWeight: 'bold' as const });
  const data = [
    ...about.map((line) => line.map(plain)),
    [],
    headings.map(bold),
    ...rows.map((row) => row.map(plain)),
    total.map(bold),
  ];
  return writeExcelFile(data, { sheet: title, columns: WIDTHS.map((width) => ({ width })) }).toBuffer();
}
