import { unlessAborted } from '../core/shared/ports/unless-aborted.ts';

/** Lets those who ask for the same thing at the same time share one piece of work. */
export interface SingleFlight<result> {
  /** The work goes on until it ends or the last who waits for it gives up. */
  run(
    name: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<result>,
  ): Promise<result>;
}

interface Flight<result> {
  readonly result: Promise<result>;
  readonly stop: AbortController;
  waiting: number;
}

export function createSingleFlight<result>(): SingleFlight<result> {
  const flights = new Map<string, Flight<result>>();

  function begin(name: string, work: (signal: AbortSignal) => Promise<result>): Flight<result> {
    const stop = new AbortController();
    const result = work(stop.signal);
    const flight: Flight<result> = { result, stop, waiting: 0 };
    const forget = (): void => {
      if (flights.get(name) === flight) flights.delete(name);
    };
    result.then(forget, forget);
    flights.set(name, flight);
    return flight;
  }

  return {
    async run(name, signal, work) {
      signal.throwIfAborted();
      const flight = flights.get(name) ?? begin(name, work);
      flight.waiting += 1;
      try {
        return await unlessAborted(flight.result, signal, () => {
          throw signal.reason;
        });
      } finally {
        flight.waiting -= 1;
        if (flight.waiting === 0) {
          // Whoever asks from now on begins anew rather than joining what is being stopped.
          if (flights.get(name) === flight) flights.delete(name);
          flight.stop.abort();
        }
      }
    },
  };
}
