/** False for text with a lone surrogate, which SQLite and UTF-8 would silently change: it is refused at intake. */
export const isWellFormedText = (text: string): boolean => !/\p{Surrogate}/u.test(text);

export const hasControlCharacter = (text: string): boolean => /\p{Cc}/u.test(text);
