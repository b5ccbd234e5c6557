/** Longest texts and lists that an argument may hold: above what any rule behind allows, so that those answer with a reason of their own. */
export const LONGEST_ID = 4_000;
export const LONGEST_TEXT = 10_000;
export const LONGEST_SEARCH = 200;
export const LONGEST_LIST = 10_000;
export const LONGEST_FILTER_LIST = 200;
export const MOST_FILES = 1_000;
