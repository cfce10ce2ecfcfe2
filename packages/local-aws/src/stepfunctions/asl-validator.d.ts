declare module 'asl-validator' {
  /** Adds `QueryLanguage` to every state of the definition that it is given: give it a copy. */
  export default function validate(definition: object): { isValid: boolean; errorsText(separator?: string): string };
}
