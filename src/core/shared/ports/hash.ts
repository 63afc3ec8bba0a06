/** A short hash: equal texts have equal ones. */
export type Hash = (text: string) => string;
