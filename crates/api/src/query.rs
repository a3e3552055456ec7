//! What a request's parameters change: which autoencoder judges, and the two thresholds.

use super::Problem;
use crate::table::{HIGHEST_RATIO, MAX_RATIO, MIN_CONFIDENCE, NORMAL_CLASS};
use dataset::Class;
use policy::decision::{Policy, Reading};

/// The parameters of a prediction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct QueryParameters {
    /// Which autoencoder judges; none leaves it as it is.
    pub reading: Option<Reading>,
    min_confidence: Option<f32>,
    max_ratio: Option<f32>,
}

impl QueryParameters {
    /// Reads the parameters of an address, names and values unescaped. Unknown and repeated ones
    /// are refused, so that a misspelt one is not taken for the default.
    ///
    /// # Errors
    /// There is no such parameter, it is given twice, or its value is none that it takes.
    pub fn parse(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut wishes = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in pairs {
            match name.as_str() {
                NORMAL_CLASS => wishes.reading = Some(Reading::NormalClass(class(&value)?)),
                MIN_CONFIDENCE => {
                    wishes.min_confidence = Some(number(MIN_CONFIDENCE, value, 1.0)?);
                }
                MAX_RATIO => wishes.max_ratio = Some(number(MAX_RATIO, value, HIGHEST_RATIO)?),
                _ => return Err(Problem::UnknownParameter(name)),
            }
            if seen.contains(&name) {
                return Err(Problem::RepeatedParameter(name));
            }
            seen.push(name);
        }
        Ok(wishes)
    }

    /// `policy` with the reading and the thresholds that are asked for.
    pub fn apply(self, mut policy: Policy) -> Policy {
        policy.reading = self.reading.unwrap_or(policy.reading);
        if let Some(min) = self.min_confidence {
            policy.min_confidence = min;
            policy.photos.min_confidence = min;
        }
        if let Some(ratio) = self.max_ratio {
            policy.max_ratio = ratio;
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
    use policy::quality::QualityLimits;

    use super::*;

    fn parse(query: &str) -> Result<QueryParameters, Problem> {
        let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap());
        QueryParameters::parse(
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        )
    }

    #[test]
    fn thresholds_change_the_policy_and_nothing_else() {
        let limits = [QualityLimits::error_alone(0.1); 10];
        let reading = Reading::PredictedClass;
        let policy = Policy {
            min_confidence: 0.5,
            max_ratio: 1.0,
            limits,
            reading,
            photos: policy::decision::PhotoThresholds::NOTHING,
        };
        assert_eq!(parse("").unwrap().apply(policy.clone()), policy);
        let changed = parse("?min_confidence=0.75&max_ratio=2").unwrap().apply(policy);
        assert_eq!((changed.min_confidence, changed.max_ratio), (0.75, 2.0));
        assert_eq!(changed.limits, limits);
    }

    #[test]
    fn every_class_is_found_by_name_and_by_slug() {
        for class in Class::ALL {
            for name in [class.name(), class.slug()] {
                let query = format!("?normal_class={name}");
                let reading = Some(Reading::NormalClass(class));
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
        assert!(parse("?max_ratio=100").is_ok());
        assert!(parse("?max_ratio=100.1").is_err());
    }

    #[test]
    fn unknown_and_repeated_parameters_are_refused() {
        assert_eq!(parse("?normal=bag"), Err(Problem::UnknownParameter("normal".to_owned())));
        let repeated = Err(Problem::RepeatedParameter("max_ratio".to_owned()));
        assert_eq!(parse("?max_ratio=1&max_ratio=1"), repeated);
    }
}
