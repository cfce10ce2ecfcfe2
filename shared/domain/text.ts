import * as z from 'zod';

/** A string that must not be empty, which zod's `string()` alone allows. */
export const text = z.string().min(1);
