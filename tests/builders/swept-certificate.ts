import type { SweptCertificate } from '../../shared/domain/inventory/swept-certificate';

/** A sweep's result for one certificate; healthy by default. */
export const aSweptCertificate = (changes: Partial<SweptCertificate> = {}): SweptCertificate => ({
  certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
  domainName: 'app.example.com',
  domainNames: ['app.example.com'],
  type: 'AMAZON_ISSUED',
  keyAlgorithm: 'RSA_2048',
  verdict: 'healthy',
  reasons: ['Every check passed.'],
  isManaged: true,
  isInUse: true,
  usedBy: [],
  served: [],
  isDue: false,
  ...changes,
});
