/** What survives a round trip through JSON. Handles of providers and platforms are kept as this. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
