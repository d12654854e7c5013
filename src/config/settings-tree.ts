/** Settings as a config file holds them: tables of values, by name. */
export type SettingsTree = Record<string, unknown>;

/** `tree` with the setting of this dotted key put into it; the tree itself is left as it was. */
export function withSetting(tree: SettingsTree, key: string, value: unknown): SettingsTree {
  const [group = "", name] = key.split(".");
  return {
    ...tree,
    [group]: name === undefined ? value : { ...(tree[group] as SettingsTree), [name]: value },
  };
}
