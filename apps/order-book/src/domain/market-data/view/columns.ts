/** @returns the same numbers with twice the room */
export const doubled = <A extends Float64Array | Int32Array>(column: A): A => {
  const larger = new (column.constructor as new (length: number) => A)(column.length * 2);
  larger.set(column);
  return larger;
};

/** No slot: the first one is never given away. */
export const NONE = 0;
