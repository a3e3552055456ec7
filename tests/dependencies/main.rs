//! What we build on: where it comes from, under which licence, and what the app must not depend on.
//!
//! It reads what cargo resolves for this machine and for the browser; what other systems would add is not looked at.
#![allow(clippy::expect_used, reason = "a test reports by failing")]

use std::collections::{BTreeSet, HashMap, HashSet};

use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use spdx::{Expression, ParseMode};

const BROWSER: &str = "wasm32-unknown-unknown";

/// Licences that ask for no more than their notice, and the Mozilla licence, which concerns its own files only.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages that give their licence as a file only, which somebody has read: name, version and what it is.
const READ: [(&str, &str, &str); 1] = [("cfg_block", "0.1.1", "Apache-2.0")];

/// What the page must not carry: it talks to the engine by messages.
const ENGINE_ONLY: [&str; 4] = ["burn", "cubecl", "wgpu", "naga"];

fn resolved_for(platform: &str) -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
    command.features(CargoOpt::SomeFeatures(Vec::new()));
    command.other_options(vec!["--filter-platform".to_owned(), platform.to_owned()]);
    command.exec().expect("cargo metadata reads the workspace")
}

/// The platform that this test was compiled for, as cargo names it.
fn this_machine() -> String {
    let output = std::process::Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let text = String::from_utf8(output.stdout).expect("rustc prints text");
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc names its host").to_owned()
}

fn named(package: &Package) -> String {
    format!("{} {}", package.name, package.version)
}

/// Calls `check` on each package of both platforms and gathers what it objects to.
fn offenders(check: impl Fn(&Metadata, &Package) -> Option<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for platform in [this_machine(), BROWSER.to_owned()] {
        let metadata = resolved_for(&platform);
        let nodes = &metadata.resolve.as_ref().expect("the workspace resolves").nodes;
        let built: HashSet<&PackageId> = nodes.iter().map(|node| &node.id).collect();
        let packages = metadata.packages.iter().filter(|package| built.contains(&package.id));
        found.extend(packages.filter_map(|package| {
            check(&metadata, package).map(|why| format!("{}: {why}", named(package)))
        }));
    }
    found
}

fn licence_objection(licence: Option<&str>) -> Option<String> {
    let Some(licence) = licence else { return Some("names no licence".to_owned()) };
    // Older packages write "MIT/Apache-2.0".
    let expression = match Expression::parse_mode(licence, ParseMode::LAX) {
        Ok(expression) => expression,
        Err(problem) => return Some(format!("{licence} cannot be read: {}", problem.reason)),
    };
    let allowed = expression.evaluate(|requirement| {
        requirement.license.id().is_some_and(|id| ALLOWED.contains(&id.name))
    });
    (!allowed).then(|| format!("{licence} is not on the list of allowed licences"))
}

#[test]
fn every_dependency_comes_from_the_public_registry_or_this_workspace() {
    let found = offenders(|metadata, package| match &package.source {
        Some(source) if source.is_crates_io() => None,
        Some(source) => Some(format!("comes from {source}")),
        None if metadata.workspace_members.contains(&package.id) => None,
        None => Some(format!("is a folder outside the workspace: {}", package.manifest_path)),
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_licence_is_allowed() {
    let found = offenders(|_, package| {
        let read = READ.iter().find(|(name, version, _)| {
            package.name.as_str() == *name && package.version.to_string() == *version
        });
        licence_objection(package.license.as_deref().or(read.map(|(_, _, licence)| *licence)))
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_licence_is_judged_as_a_whole() {
    assert_eq!(licence_objection(Some("MIT OR GPL-3.0-only")), None);
    assert_eq!(licence_objection(Some("Apache-2.0 WITH LLVM-exception")), None);
    assert_eq!(licence_objection(Some("MIT/Apache-2.0")), None);
    assert!(licence_objection(Some("MIT AND GPL-3.0-only")).is_some());
    assert!(licence_objection(Some("GPL-3.0-only")).is_some());
    assert!(licence_objection(None).is_some());
}

#[test]
fn the_app_carries_nothing_of_the_engine() {
    let metadata = resolved_for(BROWSER);
    let resolve = metadata.resolve.as_ref().expect("the workspace resolves");
    let nodes: HashMap<&PackageId, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let root = metadata.root_package().expect("the workspace has a root package");
    assert_eq!(root.name.as_str(), "vitrina");

    let mut seen = HashSet::from([&root.id]);
    let mut open = vec![&root.id];
    while let Some(id) = open.pop() {
        for dependency in &nodes[id].deps {
            let ships = dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
            if ships && seen.insert(&dependency.pkg) {
                open.push(&dependency.pkg);
            }
        }
    }
    assert!(seen.len() > 1, "the app depends on the domain at least");

    let carried: BTreeSet<String> = seen
        .iter()
        .map(|id| named(&metadata[*id]))
        .filter(|name| {
            let name = name.split(' ').next().unwrap_or_default();
            name == "engine"
                || name == "ml"
                || ENGINE_ONLY.iter().any(|part| name.starts_with(part))
        })
        .collect();
    assert!(carried.is_empty(), "the app depends on {carried:?}");
}
