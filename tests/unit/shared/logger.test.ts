import { logger } from '../../../shared/lambda';

it('redacts task tokens at any depth', () => {
  const outputs = [process.stdout, process.stderr].map((output) => jest.spyOn(output, 'write').mockReturnValue(true));
  const wait = { certificateArn: 'arn:aws:acm:…', taskToken: 'AQCsecret' };
  logger.info('Waiting', { given: { waits: [wait] } });
  logger.error('Failed', new Error('refused', { cause: wait }));
  const lines = outputs.flatMap(({ mock }) => mock.calls.map(([line]) => String(line))).join('');
  jest.restoreAllMocks();
  expect(lines.match(/arn:aws:acm:…/g)).toHaveLength(2);
  expect(lines).not.toContain('AQCsecret');
});
