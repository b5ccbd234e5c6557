/** given … when … then: a stream's past events, a decision on the state folded from them, and what it appends or refuses. */
import type { Decision, RefusalCode } from '../../src/domain/refusal.js';

export interface Outcome<Event> {
  /** Accepted with exactly these events. */
  then(events: readonly Event[]): void;
  /** Accepted, and nothing is to do. */
  thenNothing(): void;
  thenRefused(code: RefusalCode, path?: readonly string[]): void;
}

export interface Given<State> {
  when<Event>(decide: (state: State) => Decision<Event>): Outcome<Event>;
  /** For questions that are no decisions: a status, a name, what is known by now. */
  asked<Answer>(question: (state: State) => Answer): { answers(expected: Answer): void };
}

export interface GivenStream<State, Event> {
  (events: readonly []): Given<undefined>;
  (events: readonly Event[]): Given<State>;
}

const outcome = <Event>(decision: Decision<Event>): Outcome<Event> => ({
  then(events) {
    expect(decision).toEqual({ ok: true, events });
  },
  thenNothing() {
    expect(decision).toEqual({ ok: true, events: [] });
  },
  thenRefused(code, path) {
    expect(decision).toMatchObject({ ok: false, refusal: path ? { code, path } : { code } });
  },
});

/** `evolve` gets each event with its place in the stream. */
export function givenStream<State, Event>(
  evolve: (state: State | undefined, event: Event, revision: number) => State,
): GivenStream<State, Event> {
  const given = (events: readonly Event[]): Given<State> => {
    const state = events.reduce<State | undefined>(evolve, undefined) as State;
    return {
      when: (decide) => outcome(decide(state)),
      asked: (question) => ({
        answers(expected) {
          expect(question(state)).toEqual(expected);
        },
      }),
    };
  };
  return given as GivenStream<State, Event>;
}
