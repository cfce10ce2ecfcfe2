/** Keeps the SDK from announcing, at every run on Node 20, which Node its releases of 2027 will need. */
export function quietSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}
