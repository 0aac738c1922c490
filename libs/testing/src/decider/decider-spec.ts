import type { Decider, Rejection } from '@outcry/kernel';

type Outcome<Event> = { readonly events: readonly Event[] } | { readonly rejection: Rejection };

/** The second half of a decider's example: what a command gives on the state that was built. */
export type DeciderWhen<State, Command, Event> = {
  readonly when: (command: Command) => {
    /** The events that must come out, exactly. */
    readonly then: (...events: readonly Event[]) => void;
    /** The code of the refusal that must come out. */
    readonly thenRejected: (code: string) => void;
    /** The state after the events, for a closer look. */
    readonly state: () => State;
  };
};

/**
 * Examples of a decider in the form given (events) – when (a command) – then (events or a refusal).
 *
 *     const auction = deciderSpec(auctionDecider);
 *     auction.given(scheduled, opened).when(cancel).then(cancelled);
 */
export const deciderSpec = <State, Command, Event>(
  decider: Decider<State, Command, Event>,
): { readonly given: (...events: readonly Event[]) => DeciderWhen<State, Command, Event> } => ({
  given: (...past) => ({
    when: (command) => {
      const before = past.reduce(decider.evolve, decider.initialState());
      const decided = decider.decide(command, before);
      const outcome: Outcome<Event> = decided.ok
        ? { events: decided.value }
        : { rejection: decided.rejection };
      return {
        then: (...events) => expect(outcome).toEqual({ events }),
        thenRejected: (code) =>
          expect(outcome).toEqual({ rejection: expect.objectContaining({ code }) }),
        state: () => (decided.ok ? decided.value : []).reduce(decider.evolve, before),
      };
    },
  }),
});
