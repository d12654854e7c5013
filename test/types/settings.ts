/** The rolled-up types have the settings as the schema has them: `bun check` is the test. */
import type * as rolledUp from "greenwing";
import type * as source from "../../src/index.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export const same: {
  readonly settings: Same<rolledUp.Settings, source.Settings>;
  readonly input: Same<rolledUp.SettingsInput, source.SettingsInput>;
} = { settings: true, input: true };
