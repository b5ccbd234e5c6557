/** What an order of a next action is for, unless who sends it says otherwise: licenses and renewals of a year. */
export const A_YEAR_IN_MONTHS = 12;
