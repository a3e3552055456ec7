//! What the HTTP API takes and gives, whoever answers it: `vitrina serve` natively, or a page
//! behind the site's service worker.
//!
//! It knows methods, headers and statuses as plain words and numbers. It does not know servers,
//! browsers, networks, nor how bytes arrive.

pub mod answer;
mod body;
mod language;
mod problem;
mod query;
mod reply;
pub mod table;

pub use body::{FILE_FIELD, File, Form, Kind, MAX_FILES, UNNAMED, holds_no_field};
pub use language::wanted;
pub use problem::{Problem, ProblemBody};
pub use query::QueryParameters;
pub use reply::{Health, Outcome, Reply, headers, reply};

use table::{Parameter, Status, Words};
use text::Lang;

/// Prediction requests that are taken in at once, waiting ones included.
pub const QUEUE: usize = 128;

/// A path that answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Whether there is an engine, and which.
    Health,
    /// Judge pictures.
    Predict,
}

/// What is done about a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Answer.
    Answer,
    /// Answer without the body.
    AnswerWithoutBody,
    /// Only say which methods there are.
    ListMethods,
}

impl Route {
    /// Every path.
    pub const ALL: [Self; 2] = [Self::Health, Self::Predict];

    /// The path under the site's folder.
    pub fn path(self) -> &'static str {
        match self {
            Self::Health => "api/health",
            Self::Predict => "api/predict",
        }
    }

    /// The method that is answered.
    pub fn method(self) -> &'static str {
        match self {
            Self::Health => "GET",
            Self::Predict => "POST",
        }
    }

    /// What it is for.
    pub fn summary(self) -> Words {
        match self {
            Self::Health => Lang::api_health_summary,
            Self::Predict => Lang::api_predict_summary,
        }
    }

    /// What it takes beside a body.
    pub fn parameters(self) -> &'static [Parameter] {
        match self {
            Self::Health => &table::HEALTH_PARAMETERS,
            Self::Predict => &table::PREDICT_PARAMETERS,
        }
    }

    /// What it may answer with.
    pub fn statuses(self) -> &'static [Status] {
        match self {
            Self::Health => &table::HEALTH_STATUSES,
            Self::Predict => &table::PREDICT_STATUSES,
        }
    }

    /// The methods that the path takes, as `Allow` lists them.
    pub fn allowed(self) -> &'static str {
        match self {
            Self::Health => "GET, HEAD, OPTIONS",
            Self::Predict => "POST, OPTIONS",
        }
    }

    /// What to do about a method.
    ///
    /// # Errors
    /// The path does not take it.
    pub fn action(self, method: &str) -> Result<Action, Problem> {
        match (self, method) {
            (_, "OPTIONS") => Ok(Action::ListMethods),
            (Self::Health, "HEAD") => Ok(Action::AnswerWithoutBody),
            (Self::Health, "GET") | (Self::Predict, "POST") => Ok(Action::Answer),
            _ => Err(Problem::WrongMethod(method.to_owned(), self.allowed())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_takes_the_methods_that_it_lists_and_no_other() {
        for route in Route::ALL {
            for method in ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] {
                let is_listed = route.allowed().split(", ").any(|allowed| allowed == method);
                assert_eq!(route.action(method).is_ok(), is_listed, "{route:?} {method}");
            }
        }
        assert_eq!(Route::Health.action("HEAD"), Ok(Action::AnswerWithoutBody));
        let refused = Route::Predict.action("GET").unwrap_err();
        assert_eq!(refused.header(), Some(("allow", "POST, OPTIONS")));
    }
}
