import { idempotencyToken } from '../../../shared/domain/certificate/idempotency';

const token = idempotencyToken('stack', ['example.com', '*.example.com'], 'RSA_2048', ['arn:1', 'arn:2']);

it('is valid for ACM', () => {
  expect(token).toMatch(/^\w{1,32}$/);
});

it.each<[string, string, boolean]>([
  [
    'the same request',
    idempotencyToken('stack', ['example.com', '*.example.com'], 'RSA_2048', ['arn:1', 'arn:2']),
    true,
  ],
  [
    'the unusable certificates in another order',
    idempotencyToken('stack', ['example.com', '*.example.com'], 'RSA_2048', ['arn:2', 'arn:1']),
    true,
  ],
  ['other names', idempotencyToken('stack', ['example.com'], 'RSA_2048', ['arn:1', 'arn:2']), false],
  [
    'another key algorithm',
    idempotencyToken('stack', ['example.com', '*.example.com'], 'EC_prime256v1', ['arn:1', 'arn:2']),
    false,
  ],
  [
    'another deployment',
    idempotencyToken('other', ['example.com', '*.example.com'], 'RSA_2048', ['arn:1', 'arn:2']),
    false,
  ],
  [
    'one more unusable certificate',
    idempotencyToken('stack', ['example.com', '*.example.com'], 'RSA_2048', ['arn:1', 'arn:2', 'arn:3']),
    false,
  ],
])('with %s', (_of, other, same) => {
  expect(other === token).toBe(same);
});
