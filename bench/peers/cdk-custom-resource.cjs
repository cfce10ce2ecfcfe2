// Invokes the handler that aws-cdk-lib ships for DnsValidatedCertificate as CloudFormation does, once, and prints how
// long it ran. The SDK clients are those that Lambda's runtime would have brought.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

// CDK deploys this folder as an asset: its path is not among the package's exports.
const FOLDER = 'aws-cdk-lib/custom-resource-handlers/dist/aws-certificatemanager/dns-validated-certificate-handler';
const { certificateRequestHandler } = require(join(process.env.NODE_PATH, FOLDER, 'index.js'));
const startedAt = performance.now();
certificateRequestHandler(JSON.parse(readFileSync(0, 'utf8')), { logStreamName: 'bench' }).then(() =>
  console.log(`\nRAN ${performance.now() - startedAt}`),
);
