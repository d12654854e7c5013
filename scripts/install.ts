// Installs what the lock file says, without a word where that goes well: `bun install --silent` has none for a failure
// either.
const install = Bun.spawnSync([process.execPath, "install", "--frozen-lockfile", ...process.argv.slice(2)], {
  stdout: "pipe",
  stderr: "pipe",
});
if (!install.success) {
  console.error(`${install.stderr}`.trim());
  console.error("greenwing: what it needs could not be installed; is there a way to the npm registry?");
}
process.exit(install.exitCode);
