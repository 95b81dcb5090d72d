//! The fuzzer: `RAUPE_FUZZ_TARGET` names the target, the arguments are libFuzzer's. Built with the
//! flags that `cargo xtask fuzz` sets; without them it only writes seeds.
//!
//! `raupe-fuzz seeds FOLDER` writes the seeds of each target into a folder of its name.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
mod fuzzer {
    use std::sync::LazyLock;

    use raupe_fuzz::{TARGETS, Target};

    static TARGET: LazyLock<&Target> = LazyLock::new(|| {
        let name = std::env::var("RAUPE_FUZZ_TARGET").expect("RAUPE_FUZZ_TARGET names a target");
        let target = TARGETS.iter().find(|target| target.name == name);
        target.expect("there is a target of this name")
    });

    libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
        (TARGET.run)(bytes);
    });
}

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    let arguments: Vec<_> = std::env::args().collect();
    let [_, command, folder] = arguments.as_slice() else {
        panic!("raupe-fuzz seeds FOLDER")
    };
    assert_eq!(command, "seeds", "raupe-fuzz seeds FOLDER");
    for target in raupe_fuzz::TARGETS {
        let place = std::path::Path::new(folder).join(target.name);
        std::fs::create_dir_all(&place)?;
        for (number, seed) in (target.seeds)().into_iter().enumerate() {
            std::fs::write(place.join(format!("seed-{number:02}")), seed)?;
        }
        println!("{}", target.name);
    }
    Ok(())
}
