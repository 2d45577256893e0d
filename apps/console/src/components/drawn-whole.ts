/** Up to so many rows, drawing every one costs less than measuring them. */
export const drawnWhole = 25
