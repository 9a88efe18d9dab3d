import type {z} from "zod";
import {email} from "./email.ts";
import {file} from "./file.ts";
import type {OutputKind} from "./output.ts";
import {serial} from "./serial.ts";
import {webhook} from "./webhook.ts";

/** Every kind of output. */
export const outputKinds = {serial, webhook, file, email} as const satisfies Record<string, OutputKind<z.ZodType>>;
