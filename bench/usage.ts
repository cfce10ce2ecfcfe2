/** What something used of AWS. */
export interface Usage {
  /** How often each operation was called, the refused calls too, by `service:Operation`. */
  readonly calls: Readonly<Record<string, number>>;
  /** States entered or tried again, as Step Functions bills them. */
  readonly stateTransitions: number;
  readonly invocations: number;
  /** Each invocation rounded up to 1 ms, the loading of code included, as Lambda bills it. */
  readonly billedMilliseconds: number;
  readonly gigabyteSeconds: number;
}
