import type { Cloud } from './cloud';

/** Options with which any SDK client reaches a local cloud, as somebody outside of it. */
export const clientOptions = ({ endpoint, region }: Pick<Cloud, 'endpoint' | 'region'>) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
