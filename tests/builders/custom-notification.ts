import * as z from 'zod';

/**
 * The schema of custom notifications for Amazon Q Developer in chat applications, with AWS's limits (administrator guide, "Custom
 * notifications", "Event schema").
 */
export const customNotification = z.strictObject({
  version: z.literal('1.0'),
  source: z.literal('custom'),
  id: z.string().optional(),
  content: z.strictObject({
    textType: z.literal('client-markdown').optional(),
    title: z.string().min(1).max(250).optional(),
    description: z.string().min(1).max(8_000),
    nextSteps: z.array(z.string().min(1).max(350)).optional(),
    keywords: z.array(z.string().min(1).max(75)).optional(),
  }),
  metadata: z
    .strictObject({
      threadId: z.string(),
      summary: z.string(),
      eventType: z.string(),
      relatedResources: z.array(z.string()),
      additionalContext: z.record(z.string(), z.string()),
    })
    .partial()
    .optional(),
});
