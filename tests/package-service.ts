import { existsSync } from 'node:fs';
import { packageService } from '../scripts/package-service';

/** Runs once before all tests: what they deploy and look into is the service as it is packaged now. */
export default function setUp(): void {
  if (existsSync('serverless.yml')) packageService();
}
