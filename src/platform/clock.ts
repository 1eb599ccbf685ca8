/** The only place that reads the time, so that tests and bitemporal questions can set it. */
let read = (): Date => new Date();

/** The present moment, UTC. */
export const now = (): Date => read();

/** Tests replace the clock; `resetClock` puts the real one back. */
export const setClock = (replacement: () => Date): void => { read = replacement; };
export const resetClock = (): void => { read = () => new Date(); };
