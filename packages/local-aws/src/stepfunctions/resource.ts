/** What a Task state's Resource asks for, of what the local cloud runs. */
export type Resource =
  | { readonly kind: 'lambda:invoke'; readonly waitsForToken: boolean }
  | { readonly kind: 'function'; readonly functionArn: string };

const INVOKE = 'arn:aws:states:::lambda:invoke';

/** Undefined for every other integration. */
export function parseResource(resource: string): Resource | undefined {
  if (resource === INVOKE) return { kind: 'lambda:invoke', waitsForToken: false };
  if (resource === `${INVOKE}.waitForTaskToken`) return { kind: 'lambda:invoke', waitsForToken: true };
  // A template's DefinitionSubstitutions may still stand where the ARN will be.
  if (/^(arn:aws:lambda:|\$\{\w+\}$)/.test(resource)) return { kind: 'function', functionArn: resource };
  return undefined;
}
