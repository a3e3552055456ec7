//! Which databases there are, and which tables in them.

/// A database with its tables.
#[derive(Debug)]
pub struct Layout {
    /// Its name in the browser.
    pub name: &'static str,
    /// The version of its tables. A higher one makes the tables that are missing.
    pub version: u32,
    /// Its tables.
    pub tables: &'static [Table],
}

/// Training runs and the visitor's own pictures, by names.
pub const TRAINING: Layout = Layout {
    name: "vitrina",
    version: 1,
    tables: &[Table::Runs, Table::Files, Table::Own, Table::Counter],
};

/// Verdicts that the visitor flagged, by numbers.
pub const FLAGS: Layout = Layout { name: "vitrina-flags", version: 1, tables: &[Table::Flags] };

/// The newest training of a generator, by names.
pub const GENERATOR: Layout =
    Layout { name: "vitrina-generator", version: 1, tables: &[Table::Generator] };

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// What is known of each run.
    Runs,
    /// The newest file of each run.
    Files,
    /// The visitor's own pictures.
    Own,
    /// The next free number of runs and own pictures.
    Counter,
    /// Flagged verdicts.
    Flags,
    /// What is known of the training of a generator, and its newest file.
    Generator,
}

impl Table {
    /// Its name in its database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Files => "files",
            Self::Own => "own",
            Self::Counter => "counter",
            Self::Flags => "flags",
            Self::Generator => "generator",
        }
    }

    /// Whether the browser numbers its entries.
    pub const fn is_numbered(self) -> bool {
        matches!(self, Self::Flags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_and_tables_have_the_names_under_which_visitors_have_stored() {
        let of = |layout: &Layout| {
            let tables: Vec<&str> = layout.tables.iter().map(|table| table.name()).collect();
            (layout.name, layout.version, tables.join(" "))
        };
        assert_eq!(of(&TRAINING), ("vitrina", 1, "runs files own counter".to_owned()));
        assert_eq!(of(&FLAGS), ("vitrina-flags", 1, "flags".to_owned()));
        assert_eq!(of(&GENERATOR), ("vitrina-generator", 1, "generator".to_owned()));
    }
}
