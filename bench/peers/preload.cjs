// Loaded into a peer's process before its code (node --require): the surroundings that it would have on AWS. The peer's
// own files are not touched.
const https = require('node:https');

// CloudFormation's response URL is always on port 443 of a host of AWS's; here it leads to the bench, on loopback.
const { request } = https;
https.request = (options, ...rest) =>
  options?.hostname === 'cloudformation-response.test'
    ? request(
        {
          ...options,
          host: '127.0.0.1',
          hostname: '127.0.0.1',
          port: process.env.BENCH_RESPONSE_PORT,
          servername: options.hostname,
        },
        ...rest,
      )
    : request(options, ...rest);
