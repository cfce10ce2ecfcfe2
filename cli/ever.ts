/** Before the first of all sweeps: their ids begin with the time at which they began. */
export const EVER = '0';
