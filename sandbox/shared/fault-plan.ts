/** What a test has planned for requests to come, each for the next so many that it is meant for. */
export function createFaultPlan<fault>() {
  let planned: { readonly fault: fault; left: number }[] = [];

  function meet(entry: (typeof planned)[number]): fault {
    entry.left -= 1;
    if (entry.left <= 0) planned = planned.filter((it) => it !== entry);
    return entry.fault;
  }

  return {
    add(fault: fault, times = 1): void {
      if (times > 0) planned.push({ fault, left: times });
    },
    /** The first that is meant. */
    next(isMeant: (fault: fault) => boolean): fault | null {
      const entry = planned.find((it) => isMeant(it.fault));
      return entry === undefined ? null : meet(entry);
    },
    /** One of each. */
    all: (): fault[] => planned.map(meet),
    clear: (): void => {
      planned = [];
    },
  };
}
