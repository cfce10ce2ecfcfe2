declare module 'dynalite' {
  /** An HTTP server of node that speaks DynamoDB; it need not listen to be handed requests. */
  interface Dynalite {
    emit(event: 'request', request: object, response: object): boolean;
  }
  /** @param options milliseconds that tables stay in their transitional states */
  export default function dynalite(options: {
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Dynalite;
}
