/** Why two stores do not become one log. */
export type MoveProblem =
  /** The source is not what it has hashed and signed. */
  | { readonly kind: 'source'; readonly detail: string }
  /** The events that the target has are not the first ones of the source. */
  | { readonly kind: 'another-log'; readonly size: number }
  | { readonly kind: 'another-origin'; readonly source: string; readonly target: string }
  | { readonly kind: 'another-key' }
  /** What the target answers is not what was written there. */
  | { readonly kind: 'target'; readonly detail: string };
