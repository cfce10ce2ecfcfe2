/** One resource or record of the request, and what would become of it. */
export interface PlannedChange {
  readonly action: 'create' | 'change' | 'keep';
  readonly resource: 'certificate' | 'record' | 'listener' | 'attachment';
  readonly what: string;
}
