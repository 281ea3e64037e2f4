/** The clock of the data and of the ledger: it can be set, pushed and let go again, while tests and people watch. */
export type Clock = {
  now: () => Date;
  /** Stands still at this moment. */
  set: (moment: Date) => void;
  /** Jumps; goes on running if it ran. Negative: back. */
  advance: (seconds: number) => void;
  /** Follows its source again. */
  reset: () => void;
};

export function createClock(source: () => Date): Clock {
  let stands: number | null = null;
  let shift = 0;
  return {
    now: () => new Date(stands ?? source().getTime() + shift),
    set(moment) {
      stands = moment.getTime();
    },
    advance(seconds) {
      if (stands === null) shift += seconds * 1000;
      else stands += seconds * 1000;
    },
    reset() {
      stands = null;
      shift = 0;
    },
  };
}
