/** XML 1.0, production Char: no other character can stand in a file, not even as a reference. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** White space is written as references, or a reader would make it spaces. @throws RangeError */
export function escapeAttribute(text: string): string {
  if (NOT_IN_XML.test(text)) throw new RangeError('the text holds a character that XML cannot hold');
  return text.replace(/[&<>"\t\n\r]/g, (character) => REFERENCES[character] ?? character);
}
