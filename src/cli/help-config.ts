import { SETTINGS, type SettingDescription } from "../settings/describe.ts";

/** Every setting with its default and meaning, as a config file that changes nothing. */
export function configText(): string {
  const heads = ["# Every setting of greenwing, with its default: a config file that changes nothing."];
  const groups = Map.groupBy(SETTINGS, ({ key }) => key.split(".").slice(0, -1).join("."));
  const tables = [...groups].map(([group, settings]) => {
    const lines = settings.map(settingLines);
    return [...(group === "" ? [] : [`[${group}]`]), ...lines].join("\n");
  });
  return [...heads, ...tables].join("\n\n");
}

function settingLines({ key, default: standard, allowed, meaning }: SettingDescription): string {
  return `# ${meaning}\n# allowed: ${allowed}\n${key.split(".").at(-1)} = ${JSON.stringify(standard)}`;
}

/** Prints every setting. */
export function printConfigHelp(): number {
  console.log(configText());
  return 0;
}
