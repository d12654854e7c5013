/** Settings as a config file holds them: tables of values, by name. */
export type SettingsTree = Record<string, unknown>;

/** What `tree` has for the setting of this dotted key, if anything. */
export function settingIn(tree: SettingsTree, key: string): unknown {
  const [group = "", name] = key.split(".");
  return name === undefined ? tree[group] : (tree[group] as SettingsTree | undefined)?.[name];
}

/** `tree` with the setting of this dotted key put into it; the tree itself is left as it was. */
export function withSetting(tree: SettingsTree, key: string, value: unknown): SettingsTree {
  const [group = "", name] = key.split(".");
  return {
    ...tree,
    [group]: name === undefined ? value : { ...(tree[group] as SettingsTree), [name]: value },
  };
}
