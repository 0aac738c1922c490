/** Who acts by hand on messages, and why: kept with everything acted on. */
export type Operator = { readonly actor: string; readonly reason?: string };
