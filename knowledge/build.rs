//! A file that is new in these folders is embedded by the next build too; Cargo
//! alone sees only changes of those that were there.

fn main() {
    println!("cargo::rerun-if-changed=languages");
    println!("cargo::rerun-if-changed=identify.toml");
    println!("cargo::rerun-if-changed=datelines");
    println!("cargo::rerun-if-changed=gazetteer");
    println!("cargo::rerun-if-changed=page");
    println!("cargo::rerun-if-changed=models");
}
