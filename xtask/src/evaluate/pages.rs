pub(crate) fn run(_verbose: bool) -> anyhow::Result<()> {
    Ok(())
}
