//! What a request's parameters change: which autoencoder judges, and the two thresholds.

use axum::extract::Query;
use axum::http::Uri;
use domain::Class;
use domain::decision::{Policy, Reading};

use crate::problem::Problem;

/// The largest limit of the reconstruction error that can be asked for. Errors of pixels in
/// [0, 1] are at most 1; normalised ones stay well below this.
const MAX_ERROR: f64 = 100.0;

/// The parameters of a prediction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wishes {
    /// Which autoencoder judges.
    pub reading: Reading,
    min_confidence: Option<f32>,
    max_error: Option<f32>,
}

impl Wishes {
    /// Reads the parameters in an address. Unknown and repeated ones are refused, so that a
    /// misspelt one is not taken for the default.
    pub fn parse(uri: &Uri) -> Result<Self, Problem> {
        let Query(pairs): Query<Vec<(String, String)>> = Query::try_from_uri(uri)
            .map_err(|error| Problem::UnknownParameter(error.body_text()))?;
        let mut wishes = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in pairs {
            match name.as_str() {
                "normal_class" => wishes.reading = Reading::NormalClass(class(&value)?),
                "min_confidence" => {
                    wishes.min_confidence = Some(number("min_confidence", value, 1.0)?);
                }
                "max_error" => wishes.max_error = Some(number("max_error", value, MAX_ERROR)?),
                _ => return Err(Problem::UnknownParameter(name)),
            }
            if seen.contains(&name) {
                return Err(Problem::RepeatedParameter(name));
            }
            seen.push(name);
        }
        Ok(wishes)
    }

    /// `policy` with the thresholds that are asked for.
    pub fn apply(self, mut policy: Policy) -> Policy {
        if let Some(min) = self.min_confidence {
            policy.min_confidence = min;
        }
        if let Some(limit) = self.max_error {
            policy.max_error.fill(limit);
        }
        policy
    }
}

/// The class that is named by its English name or by its slug, as the document lists them.
fn class(value: &str) -> Result<Class, Problem> {
    Class::ALL
        .into_iter()
        .find(|class| value == class.name() || value == class.slug())
        .ok_or_else(|| Problem::NotAClass(value.to_owned()))
}

fn number(name: &'static str, value: String, high: f64) -> Result<f32, Problem> {
    match value.parse::<f64>() {
        Ok(number) if (0.0..=high).contains(&number) => Ok(number as f32),
        _ => Err(Problem::NotInRange { name, value, high }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<Wishes, Problem> {
        Wishes::parse(&format!("/api/predict{query}").parse().unwrap())
    }

    #[test]
    fn thresholds_change_the_policy_and_nothing_else() {
        let policy =
            Policy { min_confidence: 0.5, max_error: [0.1; 10], reading: Reading::PredictedClass };
        assert_eq!(parse("").unwrap().apply(policy.clone()), policy);
        let changed = parse("?min_confidence=0.75&max_error=2").unwrap().apply(policy);
        assert_eq!((changed.min_confidence, changed.max_error), (0.75, [2.0; 10]));
    }

    #[test]
    fn every_class_is_found_by_name_and_by_slug() {
        for class in Class::ALL {
            for name in [class.name(), class.slug()] {
                let query = format!("?normal_class={}", name.replace(' ', "%20"));
                let reading = Reading::NormalClass(class);
                assert_eq!(parse(&query).map(|wishes| wishes.reading), Ok(reading));
            }
        }
        assert_eq!(parse("?normal_class=hat"), Err(Problem::NotAClass("hat".to_owned())));
    }

    #[test]
    fn what_is_no_number_of_the_range_is_refused() {
        for value in ["", "NaN", "inf", "-0.1", "1.5", "much", "0,5"] {
            let problem = parse(&format!("?min_confidence={value}"));
            assert!(matches!(problem, Err(Problem::NotInRange { .. })), "{value}");
        }
        assert!(parse("?max_error=100").is_ok());
        assert!(parse("?max_error=100.1").is_err());
    }

    #[test]
    fn unknown_and_repeated_parameters_are_refused() {
        assert_eq!(parse("?normal=bag"), Err(Problem::UnknownParameter("normal".to_owned())));
        let repeated = Err(Problem::RepeatedParameter("max_error".to_owned()));
        assert_eq!(parse("?max_error=1&max_error=1"), repeated);
    }
}
